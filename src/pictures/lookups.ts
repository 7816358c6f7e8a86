import { lookUp, pageOf } from '../engine/lookup.ts';
import type { Note, Region, Service, Topic } from '../model/flow.ts';
import { type Box, firstWords, type Row } from './boxes.ts';
import { strengthOf } from './cells.ts';
import { type Drawing, nodeId } from './tree.ts';
import { LETTERS } from './words.ts';

/** For each covered region: the rows of the need menu, and what each of them shows there. */
export function lookupUnits(drawing: Drawing): readonly (readonly Box[])[] {
  const covered = [...drawing.flow.directory.regions.values()].filter(({ covered }) => covered);
  return covered.map((region) => regionUnit(drawing, region));
}

function regionUnit(drawing: Drawing, region: Region): readonly Box[] {
  const { flow, names, words } = drawing;
  const { topics, services, notes } = flow.directory;
  const shown = [...services.values()].filter(({ regions }) => regions.includes(region.id));
  const said = notes.filter(({ regions }) => regions.includes(region.id));
  const rows = [...topics.values()].map((topic, index) => topicRow(drawing, region, topic, index + 1));
  // Cards on both sides: in one column they would be higher than a page.
  const half = rows.reduce((sum, { to }) => sum + to.length, 0) / 2;
  let before = 0;
  const sided = rows.map((row): Row => {
    before += row.to.length;
    return before <= half ? { ...row, side: 'left' } : row;
  });
  return [
    {
      id: `region:${region.id}`,
      look: 'place',
      title: names.region(region.id),
      kind: region.id,
      lines: [words.picking],
      claims: [],
      rows: sided,
    },
    ...shown.map((service) => serviceBox(drawing, region, service)),
    ...said.map((note) => noteBox(drawing, region, note)),
  ];
}

function topicRow({ flow, names, words }: Drawing, region: Region, topic: Topic, number: number): Row {
  const { offers, notes } = lookUp(flow.directory, region.id, topic.id);
  const page = pageOf(flow.directory, topic.id);
  const services = offers.flatMap(({ services }) => services.map((service) => serviceId(region, service)));
  const label = `${number} ${names.text(`topic.${topic.id}`)}`;
  const to = [...notes.map((note) => noteId(region, note)), ...services, ...(page === undefined ? [] : [nodeId(page)])];
  return services.length + notes.length > 0 ? { label, to } : { label, to, aside: words.none };
}

const serviceId = (region: Region, { id }: Service) => `service:${region.id}:${id}`;
const noteId = (region: Region, { say }: Note) => `note:${region.id}:${say}`;
const WORDS = 110;

function serviceBox({ flow, names, words }: Drawing, region: Region, service: Service): Box {
  const strength = strengthOf(flow, service);
  const contacts = service.contacts.map(({ kind, value, expiresOn }) => `${kind} ${value} (${words.until} ${expiresOn})`);
  return {
    id: serviceId(region, service),
    look: 'service',
    title: names.organization(service.organization),
    kind: `${LETTERS[strength]} · ${service.id}: ${service.needs.join(', ')}`,
    lines: [...service.say.map((key) => firstWords(names.text(key).replaceAll('{region}', names.region(region.id)), WORDS)), ...contacts],
    claims: service.claims,
    rows: [],
  };
}

function noteBox({ names, words }: Drawing, region: Region, note: Note): Box {
  return {
    id: noteId(region, note),
    look: 'note',
    title: words.note,
    kind: note.needs.join(', '),
    lines: [firstWords(names.text(note.say), WORDS)],
    claims: note.claims,
    rows: [],
  };
}
