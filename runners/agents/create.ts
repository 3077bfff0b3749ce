/** Agents by kind: the schema of a sweep's entries, and the factory for each. */
import { z } from 'zod';
import type { Agent } from './agent.ts';
import { chatSchema, createChatAgent } from './chat.ts';
import { commandSchema, createCommandAgent } from './command.ts';
import type { AgentDeps } from './deps.ts';
import { createExtractiveAgent, extractiveSchema } from './extractive.ts';
import { createFolderAgent, folderSchema } from './folder.ts';
import { createHttpAgent, httpSchema } from './http.ts';
import { createReactAgent, reactSchema } from './react.ts';
import { createResponsesAgent, responsesSchema } from './responses.ts';
import { createResultsAgent, resultsSchema } from './results.ts';
import { keysOf } from './secrets.ts';

export const agentSchema = z
  .discriminatedUnion('kind', [
    folderSchema,
    commandSchema,
    httpSchema,
    chatSchema,
    extractiveSchema,
    reactSchema,
    responsesSchema,
    resultsSchema,
  ])
  .refine(({ series, step }) => (series === undefined) === (step === undefined), 'series and step go together');

export type AgentConfig = z.infer<typeof agentSchema>;

export function createAgent(config: AgentConfig, deps: AgentDeps): Agent {
  const agent = { ...ofKind(config, deps), keys: namedKeys(config, deps) };
  const { series, step } = config;
  return series === undefined || step === undefined ? agent : { ...agent, checkpoint: { series, step } };
}

/** What the variables hold that the entry names for keys. */
function namedKeys(config: AgentConfig, { env }: AgentDeps): string[] {
  const names = ['apiKeyEnv' in config ? config.apiKeyEnv : undefined, 'search' in config ? config.search.apiKeyEnv : undefined];
  return names.flatMap((name) => keysOf({ key: name === undefined ? undefined : env[name] }));
}

function ofKind(config: AgentConfig, deps: AgentDeps): Agent {
  switch (config.kind) {
    case 'folder':
      return createFolderAgent(config, deps);
    case 'command':
      return createCommandAgent(config, deps);
    case 'http':
      return createHttpAgent(config, deps);
    case 'chat':
      return createChatAgent(config, deps);
    case 'extractive':
      return createExtractiveAgent(config, deps);
    case 'react':
      return createReactAgent(config, deps);
    case 'responses':
      return createResponsesAgent(config, deps);
    case 'results':
      return createResultsAgent(config, deps);
  }
}
