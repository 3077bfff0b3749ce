/** TOOLS: every tool of the research agent, by name. */
import { fileTool } from './file.ts';
import { openTool } from './open.ts';
import { searchTool } from './search.ts';
import { shellTool } from './shell.ts';
import { todoTool } from './todo.ts';
import type { Tool } from './tool.ts';

export const TOOL_NAMES = ['search', 'open', 'todo', 'file', 'shell'] as const;
export type ToolName = (typeof TOOL_NAMES)[number];

export const TOOLS: Readonly<Record<ToolName, Tool>> = {
  search: searchTool,
  open: openTool,
  todo: todoTool,
  file: fileTool,
  shell: shellTool,
};
