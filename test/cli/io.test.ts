import { expect, it } from 'vitest';
import { printable } from '../../benchmarks/files/check.ts';
import { commandLine } from '../../benchmarks/files/command-line.ts';

it('a command to type is spelt as a shell takes it, and holds nothing that a terminal obeys', () => {
  expect(commandLine(['gavel', 'ratings', '黄金 2026', '--store', "it's; rm -rf $HOME.db"])).toBe(
    "gavel ratings '黄金 2026' --store 'it'\\''s; rm -rf $HOME.db'",
  );
  expect(commandLine(['gavel', 'run', 'a\u001b[2J.yaml', ''])).toBe("gavel run 'a\\u001b[2J.yaml' ''");
});

it('what turns or hides text is spelt out in messages; joiners stay, which emoji and some scripts need', () => {
  expect(printable('a\u202eb\u200ec\u061cd\u{e0041}e\u0007')).toBe('a\\u202eb\\u200ec\\u061cd\\u{e0041}e\\u0007');
  expect(printable('👩\u200d🔬 می\u200cخواهم')).toBe('👩\u200d🔬 می\u200cخواهم');
});
