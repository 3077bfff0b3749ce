/** sign (aligned): a merit earns points and a flaw costs them; a criterion reads as the one or the other without its weight. */
import type { Criterion } from '../../judge/checklist/rubric.ts';
import { groupBy } from '../../judge/group-by.ts';
import type { Check, Note } from './finding.ts';
import type { Reading } from './reading.ts';
import { readEn } from './reading-en.ts';
import { readZh } from './reading-zh.ts';
import { isChinese } from './text.ts';
import { SUBJECT_EN, SUBJECT_ZH } from './verbs.ts';

export const sign: Check = ({ rubric = [] }) => {
  const byOpening = new Map(
    [...groupBy(rubric, ({ criterion }) => openingOf(criterion))].map(([opening, criteria]) => [
      opening,
      { all: criteria.length, merits: criteria.filter(({ weight }) => weight > 0).length },
    ]),
  );
  return (criterion) => notesOn(criterion, readingOf(criterion, byOpening));
};

/** How many criteria open so, and how many of these are of positive weight. */
type ByOpening = ReadonlyMap<string, { readonly all: number; readonly merits: number }>;

function notesOn(criterion: Criterion, reading: Reading): Note[] {
  if (criterion.weight > 0 && reading === 'flaw') {
    return [
      {
        severity: 'warning',
        rule: 'sign',
        message: 'reads as a flaw but has a positive weight: make the weight negative, or say what a good report does',
      },
    ];
  }
  if (criterion.weight < 0 && reading === 'avoided') {
    return [
      {
        severity: 'warning',
        rule: 'sign',
        message:
          'reads as a merit but has a negative weight: the pitfall is written as its avoidance, so every report that avoids it loses; say what a bad report does',
      },
    ];
  }
  if (criterion.weight < 0 && reading === 'merit') {
    return [
      {
        severity: 'warning',
        rule: 'sign',
        message:
          'reads as a merit but has a negative weight: make the weight positive, or word it as the flaw ("wrongly", "fails to", "without")',
      },
    ];
  }
  return [];
}

/** Opens with a verb that no grave error is described by; what a report states may be one. */
const PLAIN_MERIT =
  /^(?:the (?:report|response|answer) )?(?:(?:explain|identif|describe|analy[sz]|compare|define|lists?|names?|cites?|warn|calculat)\w*\s+(?!.*\bthat\b)|(?:报告|回答|文中)?(?:写明|说明|指出|给出|列出|提示|提醒|解释|引用|注明))/i;

function readingOf(criterion: Criterion, byOpening: ByOpening): Reading {
  const own = isChinese(criterion.criterion) ? readZh(criterion.criterion) : readEn(criterion.criterion);
  if (own === 'avoided') return own;
  // Whoever calls a criterion fatal means a flaw, unless its own words say otherwise.
  if (criterion.fatal === true) return own === 'merit' && PLAIN_MERIT.test(criterion.criterion) ? own : 'flaw';
  return own === 'open' ? likeSiblings(criterion, byOpening) : own;
}

/** What is recommended or said may be right or wrong. */
const EITHER_SIGN = /^(?:recommend|suggest|say|state|tell|cite|use|mention|建议|主张|认为)/;

/** Opened like two or more siblings of one sign and like none of the other, it reads as they do. */
function likeSiblings(criterion: Criterion, byOpening: ByOpening): Reading {
  const opening = openingOf(criterion.criterion);
  if (EITHER_SIGN.test(opening)) return 'open';
  const { all, merits } = byOpening.get(opening) ?? { all: 0, merits: 0 };
  const others = all - 1;
  const meritsOfOthers = merits - (criterion.weight > 0 ? 1 : 0);
  if (meritsOfOthers >= 2 && meritsOfOthers === others) return 'merit';
  return others >= 2 && meritsOfOthers === 0 ? 'flaw' : 'open';
}

function openingOf(text: string): string {
  if (isChinese(text)) return text.replace(SUBJECT_ZH, '').slice(0, 2);
  return text.replace(SUBJECT_EN, '').split(/\s+/, 1)[0]?.toLowerCase() ?? '';
}
