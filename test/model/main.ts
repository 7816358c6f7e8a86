import { openExplorer } from './explorer.ts';
import { LARGE_SIZES, SIZES } from './mutants.ts';

/** Walks every path of all worlds, the larger ones too, and says how many there were: some minutes. */
const explorer = await openExplorer();
for (const [name, size] of Object.entries({ ...SIZES, ...LARGE_SIZES })) {
  const begun = performance.now();
  const { states, steps, atRest, broken } = await explorer.explore(size);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  process.stdout.write(`${name}: ${states} states, ${steps} steps, ${atRest} ends, ${seconds} s\n`);
  if (broken === undefined) continue;
  process.stdout.write(`  ${broken.what}\n${broken.path.map((step) => `    ${step}\n`).join('')}`);
  process.exitCode = 1;
}
await explorer.close();
