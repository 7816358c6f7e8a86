import type { EmulatedChannel } from '../../model/emulator.ts';

/** A place in the tree that a link opens: `/emulator#node=risks&region=gao&channel=whatsapp`. */
export type Place = { readonly channel: EmulatedChannel; readonly node: string; readonly region?: string; readonly need?: string };

/** Undefined when the fragment names no node. Whether the node exists is for the server to say. */
export function readPlace(hash: string): Place | undefined {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const node = given.get('node');
  if (node === null || node === '') return undefined;
  const place: Place = { channel: given.get('channel') === 'messenger' ? 'messenger' : 'whatsapp', node };
  return withKnown(place, given.get('region') ?? undefined, given.get('need') ?? undefined);
}

/** The fragment of a place, `#` included. */
export function writePlace({ channel, node, region, need }: Place): string {
  const known = Object.entries({ node, region, need, channel }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `#${new URLSearchParams(known)}`;
}

/** Where a stored session stands; undefined before the first message. A session that is no JSON says nothing of region and need. */
export function placeOf(channel: EmulatedChannel, node: string | undefined, json = '{}'): Place | undefined {
  if (node === undefined) return undefined;
  const { region, need } = stored(json);
  return withKnown({ channel, node }, region, need);
}

const withKnown = (place: Place, region: string | undefined, need: string | undefined): Place => ({
  ...place,
  ...(region === undefined || region === '' ? {} : { region }),
  ...(need === undefined || need === '' ? {} : { need }),
});

function stored(json: string): { readonly region?: string; readonly need?: string } {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null) return {};
    return {
      ...('region' in value && typeof value.region === 'string' ? { region: value.region } : {}),
      ...('need' in value && typeof value.need === 'string' ? { need: value.need } : {}),
    };
  } catch {
    return {};
  }
}
