/** A judge that is a panel: several judges, best of different families, on the same criteria, and a rule that makes one label of their votes. */
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';
import type { ChecklistJudge } from '../../judge/checklist/judge.ts';
import { PANEL_RULES, type PanelRule } from '../../judge/checklist/votes.ts';
import { InputError } from '../../judge/errors.ts';
import { sha256 } from '../../judge/hash.ts';
import { slowest } from '../../judge/model/limit.ts';
import type { Comparer } from '../../judge/pairwise/compare.ts';
import { canonicalJson } from '../store/identity.ts';
import { type MembersRule, type OpenJudge, trials } from './judge-kind.ts';

/** @param member a judge that is no panel */
export function panelSchema<Member extends z.ZodType>(member: Member) {
  return z.strictObject({
    kind: z.literal('panel').register(keys, { about: 'several judges on the same criteria; what each says is kept under its own name' }),
    judges: z.array(member).min(2).register(keys, { about: 'the judges, best of different families; none of them a panel' }),
    rule: z.enum(PANEL_RULES).default('majority').register(keys, {
      about:
        'majority: the label of more than half of those that answered, else none (*split*); lower: else the label with the lower credit',
    }),
    name: z.string().min(1).exactOptional().register(keys, { about: 'as leaderboards show it', absent: '`panel of` its judges' }),
    trials: trials(),
  });
}

/** @param members opened; they are closed with the panel */
export function openPanel(
  { rule, name: own, trials }: { readonly rule: PanelRule; readonly name?: string; readonly trials: number },
  members: readonly OpenJudge[],
): OpenJudge {
  const name = own ?? `panel of ${members.map((member) => member.name).join(', ')}`;
  return openMembers({ kind: 'panel', name, trials, rule, identity: { rule } }, members);
}

/** What panels and cascades have in common. */
interface Together {
  readonly kind: 'panel' | 'cascade';
  readonly name: string;
  readonly trials: number;
  readonly rule: MembersRule;
  /** Of its own settings. */
  readonly identity: Readonly<Record<string, unknown>>;
}

/** A judge in whose place others are asked. @param members opened; they are closed with it */
export function openMembers({ kind, name, trials, rule, identity }: Together, members: readonly OpenJudge[]): OpenJudge {
  const hashes = members.map(({ checklist }) => sha256(canonicalJson(checklist.identity)));
  const twice = members.find((_, i) => hashes.indexOf(hashes[i] ?? '') !== i);
  if (twice !== undefined)
    throw new InputError(`the judge "${twice.name}" is named twice in a ${kind}: its second word would be its first`);
  return {
    name,
    checklist: { ...askedThroughTheStore<ChecklistJudge>(kind, name), identity: { kind, ...identity, judges: hashes } },
    pairwise: { ...askedThroughTheStore<Comparer>(kind, name), identity: { kind: `${kind}-pairwise`, judges: hashes } },
    panel: { members, rule },
    trials,
    limit: slowest(members.map(({ limit }) => limit)),
    secrets: members.flatMap(({ secrets }) => secrets),
    calls: (rubric, owed) => members.reduce((sum, member) => sum + member.calls(rubric, owed), 0),
    close: async () => {
      for (const member of members) await member.close();
    },
  };
}

/** Nobody asks it itself: its members are asked, so that what they say is kept (runners/judging/ask-panel.ts, ask-cascade.ts). */
function askedThroughTheStore<J extends ChecklistJudge | Comparer>(kind: string, name: string): Pick<J, 'name' | 'judge'> {
  return {
    name,
    judge: async () => {
      throw new InputError(`"${name}" is a ${kind}, which judges reports on rubrics; for battles name its judges`);
    },
  };
}
