import type { ChaosReport, KillReport } from './chaos.ts';

/** The run as a table, or as the tale of what was wrong. */
export function reportOf(report: ChaosReport, seed: number): string {
  const { fault, seconds, counts, fates, kills, unclearDoubles } = report;
  const count = (name: string) => (counts[name] ?? 0).toLocaleString('en');
  const doubles = kills.reduce((sum, kill) => sum + kill.doubles, 0);
  const inFlight = kills.reduce((sum, kill) => sum + kill.inFlight, 0);
  const moods = [...fates].toSorted(([, a], [, b]) => b - a).map(([fate, times]) => `${fate} ${times}`);
  const lines = [
    '',
    '| killed at | times | not reached | being sent then | sent again |',
    '|---|---|---|---|---|',
    ...[...Map.groupBy(kills, ({ name }) => name)].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, group]) => row(name, group)),
    row('all', kills),
    '',
    `${count('people')} people said ${count('messages')} messages in ${count('webhooks')} webhooks (statuses among them: ${count('notices')});`,
    `${count('duplicates')} webhooks came twice, ${count('repeated')} tries were repeated, ${count('refused')} got 503.`,
    `${count('turns')} answered turns, ${count('sent')} messages to people, in ${seconds.toFixed(0)} s: ${((counts.turns ?? 0) / seconds).toFixed(0)} turns/s.`,
    `Sent again: ${doubles} of ${inFlight} that a kill cut off, ${unclearDoubles} because Graph's answer was lost or unclear.`,
    `Graph's moods: ${moods.join(', ')}.`,
    '',
  ];
  if (fault === undefined) return [...lines, `Nothing lost, nothing twice, everything in order and right (seed ${seed}).`].join('\n');
  return [...lines, `WRONG (seed ${seed}):`, fault].join('\n');
}

function row(name: string, kills: readonly KillReport[]): string {
  const sum = (pick: (kill: KillReport) => number) => kills.reduce((total, kill) => total + pick(kill), 0);
  const missed = kills.filter(({ reached }) => !reached).length;
  return `| ${[name, kills.length, missed, sum(({ inFlight }) => inFlight), sum(({ doubles }) => doubles)].join(' | ')} |`;
}
