/** fileTool: notes and drafts in the trial's own folder: listed, read, written, patched. */
import { z } from 'zod';
import { FolderError } from '../folder.ts';
import { patched } from './patch.ts';
import type { Desk, Outcome, Tool } from './tool.ts';

const schema = z.object({
  action: z.enum(['list', 'read', 'write', 'patch']),
  path: z.string().max(1000).optional(),
  text: z.string().optional(),
  anchor: z.string().optional(),
  offset: z.int().min(0).default(0),
});

type Input = z.infer<typeof schema>;

export const fileTool: Tool<Input> = {
  name: 'file',
  about: {
    en: 'Files of your own folder. action "list"; "read" {path, offset?}; "write" {path, text}; "patch" {path, anchor, text}: the passage "anchor" becomes "text".',
    zh: '你自己的文件夹。action 为 "list"；"read" {path, offset?}；"write" {path, text}；"patch" {path, anchor, text}：把片段 "anchor" 换成 "text"。',
  },
  schema,
  example: { action: 'write', path: 'notes.md', text: '...' },
  async run(input, desk) {
    try {
      return await done(input, desk);
    } catch (error) {
      if (!(error instanceof FolderError)) throw error;
      return { text: error.message, output: { error: error.message }, failed: true };
    }
  },
};

async function done({ action, path, text, anchor, offset }: Input, { folder, pageCharacters }: Desk): Promise<Outcome> {
  if (action === 'list') {
    const paths = await folder.list();
    return { text: paths.length === 0 ? 'There are no files yet.' : paths.join('\n'), output: paths };
  }
  if (path === undefined) throw new FolderError(`path: "${action}" needs one`);
  if (action === 'read') {
    const all = await folder.read(path);
    const to = Math.min(all.length, offset + pageCharacters);
    const piece =
      offset === 0 && to === all.length
        ? ''
        : `Characters ${offset}-${to} of ${all.length}${to < all.length ? `, next offset ${to}` : ''}\n`;
    return { text: piece + all.slice(offset, to), output: { path, characters: all.length } };
  }
  if (text === undefined) throw new FolderError(`text: "${action}" needs one`);
  if (action === 'write') {
    await folder.write(path, text);
    return { text: `${path}: ${text.length} characters written.`, output: { path, characters: text.length } };
  }
  if (anchor === undefined) throw new FolderError('anchor: "patch" needs the passage to replace');
  const result = patched(await folder.read(path), anchor, text);
  if ('problem' in result) throw new FolderError(result.problem);
  await folder.write(path, result.text);
  return {
    text: `${path}: patched${result.how === 'exact' ? '' : ' the passage most like the anchor'}; ${result.text.length} characters now.`,
    output: { path, how: result.how, characters: result.text.length },
  };
}
