/** `gavel completion`: a script that completes commands and options in a shell, made from the commands themselves. */
import { basename } from 'node:path';
import { Argument, Command } from 'commander';
import type { Io } from '../io.ts';

type Loaders = Readonly<Record<string, { readonly load: () => Promise<(io: Io) => Command> }>>;

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

/** What may come after the words of a command. */
interface Place {
  /** `data lint`; empty for `gavel` itself. */
  readonly words: string;
  readonly commands: readonly { readonly name: string; readonly about: string }[];
  /** Words that its arguments are chosen from. */
  readonly choices: readonly string[];
  readonly options: readonly { readonly flag: string; readonly about: string; readonly choices: readonly string[] }[];
}

export function completionCommand(io: Io, commands: Loaders): Command {
  return new Command('completion')
    .description('Print a script that completes commands and options: eval "$(gavel completion bash)" in ~/.bashrc or ~/.zshrc.')
    .addArgument(new Argument('[shell]', 'default: that of $SHELL').choices(SHELLS))
    .action(async (asked: Shell | undefined) => {
      const shell = asked ?? SHELLS.find((name) => name === basename(io.env.SHELL ?? '')) ?? 'bash';
      const loaded = await Promise.all(Object.values(commands).map(async ({ load }) => (await load())(io)));
      const root = new Command('gavel');
      for (const command of loaded) root.addCommand(command);
      io.stdout.write(shell === 'fish' ? fish(placesOf(root, '')) : bash(placesOf(root, ''), shell));
    });
}

function placesOf(command: Command, words: string): Place[] {
  const place = {
    words,
    commands: command.commands.map((child) => ({ name: child.name(), about: child.description() })),
    choices: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    options: command.options.flatMap(({ long, description, argChoices }) =>
      long === undefined || long === null ? [] : [{ flag: long, about: description, choices: argChoices ?? [] }],
    ),
  };
  return [place, ...command.commands.flatMap((child) => placesOf(child, words === '' ? child.name() : `${words} ${child.name()}`))];
}

/** Commands, options and choices are words without blanks or quotes, so that none needs quoting. */
function bash(places: readonly Place[], shell: 'bash' | 'zsh'): string {
  const known = places.filter(({ words }) => words !== '').map(({ words }) => `"${words}"`);
  const choices = [
    ...new Map(
      places.flatMap(({ words, options }) =>
        options.filter((option) => option.choices.length > 0).map((option) => [`${words} ${option.flag}`, option.choices] as const),
      ),
    ),
  ];
  return `${shell === 'zsh' ? 'autoload -U +X bashcompinit && bashcompinit\n' : ''}_gavel() {
  local word at= before=\${COMP_WORDS[COMP_CWORD-1]} now=\${COMP_WORDS[COMP_CWORD]} words=
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${at:+$at }$word" in
      ${known.join('|')}) at="\${at:+$at }$word" ;;
    esac
  done
  case "$at $before" in
${choices.map(([place, values]) => `    "${place}") words="${values.join(' ')}" ;;`).join('\n')}
    *) case "$at" in
${places.map(({ words, commands, choices, options }) => `      "${words}") words="${[...commands.map(({ name }) => name), ...choices, ...options.map(({ flag }) => flag), '--help'].join(' ')}" ;;`).join('\n')}
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$now"))
}
complete -o default -F _gavel gavel
`;
}

function fish(places: readonly Place[]): string {
  return places
    .flatMap(({ words, commands, choices, options }) => {
      const names = words.split(' ').filter((name) => name !== '');
      const inside = names.map((name) => `__fish_seen_subcommand_from ${name}`);
      const before = commands.length === 0 ? [] : [`not __fish_seen_subcommand_from ${commands.map(({ name }) => name).join(' ')}`];
      const when = (conditions: readonly string[]) => (conditions.length === 0 ? '' : ` -n '${conditions.join('; and ')}'`);
      return [
        ...commands.map(({ name, about }) => `complete -c gavel -f${when([...inside, ...before])} -a ${name} -d ${quoted(about)}`),
        ...choices.map((choice) => `complete -c gavel -f${when(inside)} -a ${choice}`),
        ...options.map(({ flag, about, choices }) => {
          const values = choices.length === 0 ? '' : ` -x -a '${choices.join(' ')}'`;
          return `complete -c gavel${when(inside)} -l ${flag.slice(2)}${values} -d ${quoted(about)}`;
        }),
      ];
    })
    .map((line) => `${line}\n`)
    .join('');
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
