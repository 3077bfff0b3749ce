/** What a criterion demands: what it asserts, which examples would do, whether it asks for something to be absent, which form it asks for. */
import { fold } from './scan.ts';

export interface Demand {
  /** What has to be said. */
  readonly core: string;
  /** Explanations in brackets: they count, but less. */
  readonly asides: readonly string[];
  /** Examples: any one of them is as good as another, and none is needed. */
  readonly examples: readonly string[];
  /** The criterion holds where this is NOT in the report. */
  readonly absence: boolean;
}

const NOTE = /\b(?:note that|note:)[^\n]*$/iu;
const EXAMPLE_LIST = /\bexamples?:\s*([\s\S]*)$/iu;
const BRACKETS = /[(（]([^()（）]{1,600})[)）]/gu;
const EXAMPLE_START = /^\s*(?:e\.?g\.?|for example|for instance|such as|i\.e\.,? e\.g\.|例如|比如|如|譬如|ex\.)[,:，：\s]*/iu;
const INLINE_EXAMPLE =
  /[,，]?\s{0,20}(?:\bsuch as\b|\bfor example\b|\bfor instance\b|\be\.g\.,?|例如|比如)[,:，：]?\s*([^.;。；\n]*(?:\.\d[^.;。；\n]*)*)/giu;
const BETWEEN_EXAMPLES = /[,;、，；\n]|\s(?:or|and|and\/or)\s|或者|或|以及/u;
const ABSENCE =
  /^(?:(?:the|this) )?(?:report|response|answer|analysis|article|text|it)?\s*(?:(?:completely|entirely|largely|also) )?(?:(?:(?:omits?|lacks?|leaves? out|ignores?|misses|avoids?|refrains? from)(?: (?:to )?(?:mention(?:ing)?|using|including|any mention of))?|(?:fails? to|does not|doesn't|do not|neglects? to|never) (?:mention|discuss|include|explain|provide|address|state|contain|describe|consider|cite|use|give|list|cover|acknowledge|define|warn|name|identify|note)s?)\s)|^(?:报告|回答|文中|全文)?(?:完全|均|都)?(?:(?:没有|未能|未曾|未|不曾)(?:提到|提及|说明|指出|讨论|给出|提供|包含|包括|解释|列出|涉及|考虑|引用|注明|提醒|使用|出现)|缺少|缺乏|遗漏|忽略|忽视|漏掉|避免(?:使用|出现)?)了?/iu;

export function demandOf(criterion: string): Demand {
  let text = fold(criterion).replace(NOTE, '');
  const examples: string[] = [];
  const asides: string[] = [];
  text = text.replace(EXAMPLE_LIST, (_, list: string) => {
    examples.push(...list.split(/\n|\b\d\)/u));
    return ' ';
  });
  text = text.replace(BRACKETS, (_, inside: string) => {
    if (EXAMPLE_START.test(inside)) examples.push(...inside.replace(EXAMPLE_START, '').split(BETWEEN_EXAMPLES));
    else asides.push(inside);
    return ' ';
  });
  text = text.replace(INLINE_EXAMPLE, (_, list: string) => {
    examples.push(...list.split(BETWEEN_EXAMPLES));
    return ' ';
  });
  const absent = ABSENCE.exec(text);
  return {
    core: absent === null ? text : text.slice(absent[0].length),
    asides,
    examples: examples.map((example) => example.trim()).filter((example) => example !== ''),
    absence: absent !== null,
  };
}
