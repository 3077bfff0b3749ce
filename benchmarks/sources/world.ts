/** world: tasks on the bundled offline web, whose truth is known. */
import type { Source } from './source.ts';

export const world: Source = {
  name: 'world',
  about: 'research tasks on the bundled offline web (`search: {kind: world}`)',
  file: 'bundled',
  names: {},
};
