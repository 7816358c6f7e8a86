import { cellChanges, type Sides } from './cell-changes.ts';
import { type Told, tell } from './changes.ts';
import { localeChanges } from './locale-changes.ts';
import { recordingChanges } from './recording-changes.ts';
import { treeChanges } from './tree-changes.ts';

/** What a change of content means for people, in sentences, most dangerous first. */
export const difference = (sides: Sides): readonly Told[] =>
  tell([...cellChanges(sides), ...treeChanges(sides), ...localeChanges(sides), ...recordingChanges(sides)]);
