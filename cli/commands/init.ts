/** `gavel init`: writes a commented sweep.yaml. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { printable } from '../../benchmarks/files/check.ts';
import { commandLine } from '../../benchmarks/files/command-line.ts';
import { InputError } from '../../judge/errors.ts';
import { type Io, note } from '../io.ts';

export const SWEEP_TEMPLATE = `# A sweep: agents over benchmarks, judged and stored. Run it with: gavel run sweep.yaml
# Run the same command again to resume; "gavel run sweep.yaml --plan" shows trials, calls and cost first.
# Every key, its default, and what an agent gets and prints: docs/sweep.md in gavel's own folder.
name: first-sweep

# Benchmarks by name (see "gavel data list"), or NAME=FILE for your own task file.
benchmarks:
  - name: demo
    # file: my-tasks.jsonl       # your own tasks, as JSON lines
    # domains: [STEM]            # also: ids, languages, tracks, limit, sample, seed
    # limit: 5

# Who writes the reports. Every agent needs its own name.
agents:
  # Any program: the query on stdin, the report on stdout. Run without a shell.
  - kind: command
    name: echo-agent
    command: [node, -e, "process.stdin.on('data', (d) => process.stdout.write('# Report\\\\n\\\\nThe question was: ' + d))"]
    timeoutSeconds: 600
    # passEnv: [OPENAI_API_KEY]  # variables handed on to it; it sees no other key
    # concurrency: 4             # programs at once
    # output: json               # prints {report, usage?, cost?, ...} instead of the report alone

  # Reports that exist already, as <task-id>.md files.
  # - kind: folder
  #   name: my-agent
  #   dir: reports/my-agent

  # A service: POST {taskId, query} -> {report, usage?, cost?}.
  # - kind: http
  #   name: my-service
  #   url: http://localhost:9000/research

  # One call to an OpenAI-compatible chat model. The key comes from the environment or .env.
  # - kind: chat
  #   name: gpt-5-mini
  #   model: gpt-5-mini
  #   # url: http://localhost:8000/v1
  #   # apiKeyEnv: OPENAI_API_KEY

  # The built-in research agent: a model with search, pages and files (docs/agents/react.md in gavel's own folder).
  # - kind: react
  #   name: researcher
  #   model: gpt-5-mini
  #   search: {kind: tavily}     # or serper, brave, bocha, searxng with url; world needs neither key nor network
  #   limits: {turns: 30, tokens: 400000, seconds: 1800}

# Who judges: offline (the small judge that comes with gavel, needs no key), or a model behind an OpenAI-compatible endpoint.
judge: offline
# judge:
#   kind: model
#   model: gpt-5-mini
#   url: https://api.openai.com/v1
#   trials: 3                    # independent judgments of every criterion, averaged
#   criteriaPerCall: 1
#   warmPrefix: true             # for endpoints that cache prompts

repeats: 1                       # attempts of every agent at every task
concurrency: 64                  # judge calls at once

# Stops starting calls once spent; what is in flight finishes.
# budget: {amount: 5, currency: USD}
# budget: {calls: 1000, tokens: 5000000}

store: gavel.db                  # relative to this file
`;

export function initCommand(io: Io): Command {
  return new Command('init')
    .description('Write a commented sweep.yaml to start from.')
    .argument('[file]', 'where to write it', 'sweep.yaml')
    .action((file: string) => {
      const path = resolve(io.cwd, file);
      try {
        writeFileSync(path, SWEEP_TEMPLATE, { flag: 'wx' });
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        throw new InputError(
          code === 'EEXIST' ? `${file} is there already; give another name: gavel init FILE` : `${file}: cannot be written (${code})`,
          { cause: error },
        );
      }
      note(io, `wrote ${printable(file, 500)}. Next: ${commandLine(['gavel', 'run', file])}`);
    });
}
