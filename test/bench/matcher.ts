import { resolve } from 'node:path';
import { makeLexicons } from '../../src/engine/understand/lexicon.ts';
import { understand } from '../../src/engine/understand/understand.ts';
import { loadFlow } from '../../src/flow/load.ts';
import { fold } from '../../src/model/fold.ts';

/**
 * What it costs to read one message of 200 characters with all words of all languages: `node test/bench/matcher.ts`. Each message is
 * folded and understood anew; those with many unknown words are the dearest, since each of them may be a misspelt one.
 */
const root = resolve(import.meta.dirname, '../..');
const MESSAGES = {
  'French, well written':
    'Bonjour, je suis arrivé à Gao hier soir avec ma femme et mes deux enfants, nous avons dormi dehors et nous cherchons un endroit pour passer la nuit, et aussi un médecin parce que la petite a de la fièvre',
  'French, as an SMS':
    'slt jsui a gao dpui 3 jr jé rien mangé et jcherche ou dormir pr moi et mon petit frere ki est malad il a la fievre sa va pas du tou svp aidé nous on conai personne ici et on a plu dargent pr le transpor',
  English:
    'good evening sir i am from gambia i came to gao last week and i have no place to sleep, somebody took my bag with the passport and i want to go back to my family please tell me where i can find some help',
  Arabic:
    'السلام عليكم أنا من غينيا وصلت إلى غاو قبل أسبوع ولم أجد مكانا للنوم وابني مريض وعنده حمى وفقدت جواز سفري في الطريق وأريد العودة إلى بلدي مع عائلتي أرجوكم ساعدونا نحن بدون مال وبدون طعام منذ يومين',
  'no word known':
    'quosque tandem abutere catalina patientia nostra quamdiu etiam furor iste tuus eludet quem adfinem sese effrenata jactabit audacia nihilne nocturnum praesidium palatii urbis vigiliae timor populi concursus',
} as const;

const ROUNDS = 4000;

const loaded = loadFlow({ flowsDir: resolve(root, 'flows'), localesDir: resolve(root, 'locales'), today: '2026-11-24' });
if (!loaded.ok) throw new Error('the content has errors: see npx anoura check');
const lexicons = makeLexicons([...loaded.flow.locales.values()]);
const phrases = lexicons.of('fr').phrases.ends.reduce((sum, ends) => sum + (ends?.length ?? 0), 0);
process.stdout.write(`${phrases} phrases in ${lexicons.vocabularies.length} languages; microseconds for one message\n`);
for (const [name, message] of Object.entries(MESSAGES)) {
  const lexicon = lexicons.of(name === 'English' ? 'en' : name === 'Arabic' ? 'ar' : 'fr');
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    understand(fold(message), lexicon);
    times.push((performance.now() - started) * 1000);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(ROUNDS * share)] ?? 0).toFixed(0).padStart(5);
  process.stdout.write(`${name.padEnd(22)} ${message.length} characters  p50 ${at(0.5)}  p99 ${at(0.99)}\n`);
}
