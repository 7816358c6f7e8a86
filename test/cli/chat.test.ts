import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { contentFolder, run } from './terminal.ts';

const folder = contentFolder();
beforeAll(() => {
  jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2026, 5, 1, 9));
});
afterAll(() => {
  jest.restoreAllMocks();
  folder.remove();
});

const chat = (options: readonly string[], lines: readonly string[], tty = false) =>
  run(['chat', ...options], { cwd: folder.path, input: lines.map((line) => `${line}\n`).join(''), tty });

describe('anoura chat', () => {
  test('as WhatsApp shows it, in English', async () => {
    const { code, out, err } = await chat([], ['hello', '2', 'phone', 'stop']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(`> hello
│ This is the repair robot. It never asks for your name.
│
│ Where do you live?
│
│ 1 ⚓ Harbour
│ 2 Hill
│ 3 Somewhere else
│ 4 Deutsch / English
│ 9 Back · 0 Menu
└ [☰ Choose]

> 2
│ What is broken?
│
│ 1 🚲 Bicycle
│ 2 Clothes or phone
│ 3 More tips
│ 9 Back · 0 Menu
└ [☰ Choose]

> phone
│ Bring the charger too.
│
│ One of the cafés changes screens. We do not know which one.
│ We do not have its address.
│ Check before you go.
│
│ 1 Old batteries
│ 9 Back · 0 Menu
└ [Old batteries] [Back] [Menu]

> stop
│ Everything is forgotten. Goodbye.

`);
  });

  test('as Messenger shows it, in German', async () => {
    const { code, out } = await chat(['--channel', 'messenger', '--locale', 'de'], ['hi', 'hafen', 'rad', '👍']);
    expect(code).toBe(0);
    expect(out).toBe(`> hi
│ Hier antwortet der Reparatur-Roboter.
│
│ Wo wohnen Sie?
│
│ 1 Hafen
│ 2 Berg
│ 3 Anderswo
│ 4 English / Deutsch
│ 9 Zurück · 0 Menü
└ [1 Hafen] [2 Berg] [3 Anderswo] [4 English / Deutsch] [9 Zurück] [0 Menü]

> hafen
│ Was ist kaputt?
│
│ 1 Fahrrad
│ 2 Kleid oder Telefon
│ 3 Mehr Tipps
│ 9 Zurück · 0 Menü
└ [1 Fahrrad] [2 Kleid oder Telefon] [3 Mehr Tipps] [9 Zurück] [0 Menü]

> rad
│ Die Radküche (Hafen) flickt Reifen. Das ist kostenlos.
│
│ Die Radküche prüft Bremsen.
│ +223 20 00 00 01
│ Bitte vorher nachfragen.
│
│ 1 Mensch fragen
│ 9 Zurück · 0 Menü
└ [1 Mensch fragen] [9 Zurück] [0 Menü]

> 👍
│ Bitte eine Zahl senden.
│
│ Die Radküche (Hafen) flickt Reifen. Das ist kostenlos.
│
│ Die Radküche prüft Bremsen.
│ +223 20 00 00 01
│ Bitte vorher nachfragen.
│
│ 1 Mensch fragen
│ 9 Zurück · 0 Menü
└ [1 Mensch fragen] [9 Zurück] [0 Menü]

`);
  });

  test.each([
    ['whatsapp', 'de', '[☰ Wählen]'],
    ['messenger', 'en', '[1 ⚓ Harbour] [2 Hill]'],
  ])('as %s in %s', async (channel, locale, buttons) => {
    const { code, out } = await chat(['--channel', channel, '--locale', locale], ['menu']);
    expect(code).toBe(0);
    expect(out).toContain(buttons);
  });

  test('a page of two bubbles is two', async () => {
    const { out } = await chat([], ['hill', '3']);
    expect(out).toContain('│ Bring the part that broke.\n\n│ Buses take bicycles.\n');
  });

  test('empty lines, Windows line ends and a last line without its end are messages, too', async () => {
    const { code, out } = await run(['chat'], { cwd: folder.path, input: 'hello\r\n\r\nhill' });
    expect(code).toBe(0);
    expect(out.match(/^> .*$/gm)).toEqual(['> hello', '> ', '> hill']);
    expect(out).toMatch(/What is broken\?/);
  });

  test('nothing at all ends well', async () => {
    expect(await chat([], [])).toEqual({ code: 0, out: '', err: '' });
  });

  test('at a terminal, a line tells how it works, and what is typed is not said twice', async () => {
    const { out } = await chat(['--channel', 'messenger'], ['hello'], true);
    expect(out).toMatch(/^messenger: write a message, as a person would\b.*\bCtrl-D ends\.\n/);
    expect(out).toContain('│ This is the repair robot');
    expect(out).not.toContain('> hello');
  });

  test('a language that does not exist is refused, with those that do', async () => {
    expect(await chat(['--locale', 'tlh'], ['hello'])).toEqual({ code: 1, out: '', err: 'There is no locale tlh: write one of de, en\n' });
  });

  test('content with a mistake is not talked to', async () => {
    const broken = contentFolder([{ file: 'flows/repair.yaml', from: 'home: need', to: 'home: neet' }]);
    const { code, out, err } = await run(['chat'], { cwd: broken.path, input: 'hello\n' });
    broken.remove();
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/flows\/repair\.yaml:5:9 node-unknown [^\n]*\n.*\n.*\n {4}hint: did you mean `need`\?\n/);
  });

  test('a wrong configuration is told first', async () => {
    const broken = contentFolder([], { PORT: '70000' });
    const { code, out, err } = await run(['chat'], { cwd: broken.path, input: 'hello\n' });
    broken.remove();
    expect({ code, out, err }).toEqual({ code: 1, out: '', err: 'PORT must be a whole number from 0 to 65535: write PORT=3978\n' });
  });
});
