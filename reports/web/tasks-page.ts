/** tasksPage, tasksSheet: the tasks of a benchmark by domain, with their rubrics, as one HTML page that needs nothing else. */
import { type Task, tagOf } from '../../benchmarks/task.ts';
import type { Criterion, Rubric } from '../../judge/checklist/rubric.ts';
import { InputError } from '../../judge/errors.ts';
import { clientScript } from '../page/client-script.ts';
import { both, eachLanguage, labelInEach } from '../page/each-language.ts';
import { type Html, html } from '../page/html.ts';
import { standalonePage } from '../page/standalone-page.ts';
import { type Language, translate, translateName, type Word } from '../words/i18n.ts';
import { cleanName } from '../words/text.ts';
import { TASKS_STYLE } from './tasks-page-style.ts';

export interface TaskSet {
  readonly name: string;
  readonly version?: string;
  readonly tasks: readonly Task[];
}

const FILTERS = ['domain', 'track', 'kind'] as const;
type Filter = (typeof FILTERS)[number];

/** @param options.language the language in which the page opens; the reader can switch. Throws InputError on nothing to show. */
export function tasksPage(set: TaskSet, { language }: { readonly language: Language }): string {
  return standalonePage({
    title: (each) => `${cleanName(set.name)} · ${translate('tasks.title', each)}`,
    language,
    style: TASKS_STYLE,
    main: tasksSheet(set),
    scripts: [clientScript('shared', 'standalone', 'tasks-page')],
  });
}

/** What stands on the page. Throws InputError on nothing to show. */
export function tasksSheet(set: TaskSet): Html {
  if (set.tasks.length === 0) throw new InputError('tasks page: expected at least one task, got none');
  const domains = valuesOf(set.tasks, 'domain');
  return html`${introduction(set, domains)}
${filterBar(set.tasks)}
<p id="none" class="card" hidden>${both('tasks.none')}</p>
${domains.map((domain, i) => domainSection(domain, i, set.tasks))}`;
}

function introduction({ tasks, version }: TaskSet, domains: readonly string[]): Html {
  const criteria = tasks.flatMap((task) => task.rubric ?? []);
  const counts = eachLanguage((language) => {
    const part = (count: number, word: Word) => `${count} ${translate(word, language)}`;
    const negatives = criteria.filter(({ weight }) => weight < 0).length;
    const fatal = criteria.filter((criterion) => criterion.fatal === true).length;
    const some =
      criteria.length === 0
        ? []
        : [part(criteria.length, 'tasks.criteria'), part(negatives, 'tasks.negatives'), part(fatal, 'tasks.fatalCount')];
    return [part(tasks.length, 'tasks.tasks'), ...some].join(language === 'zh' ? '，' : ', ');
  });
  const links = domains.map((domain, i) => {
    const count = tasks.filter((task) => facetOf(task, 'domain') === domain).length;
    return html`<li><a href="#d${i}">${nameOf('domain', domain)}</a> <span class="muted">${count}</span></li>`;
  });
  return html`<nav class="card screen" aria-labelledby="contents"><p class="lead">${counts} ${version === undefined ? '' : html`<span class="id">${cleanName(version)}</span>`}</p>
${criteria.length > 0 ? html`<p class="lead muted small">${both('tasks.weightHelp')}</p>` : ''}
<h2 id="contents" class="hidden">${both('tasks.contents')}</h2><ul class="domains">${links}</ul></nav>`;
}

/** Shown by the script, without which it could do nothing. */
function filterBar(tasks: readonly Task[]): Html {
  const selects = FILTERS.flatMap((filter) => {
    const values = valuesOf(tasks, filter);
    if (values.length < 2) return [];
    const options = values.map((value) => option(value, (language) => plainName(filter, value, language)));
    const any = option('', (language) => translate('tasks.all', language));
    return [html`<label>${both(`tasks.${filter}`)}<select data-filter="${filter}">${[any, ...options]}</select></label>`];
  });
  return html`<form id="filters" class="card filters screen" role="search" hidden ${labelInEach((language) => translate('tasks.filters', language))}>${selects}
<button type="button" id="clear">${both('tasks.clear')}</button><output role="status"><span id="left"></span> ${both('tasks.shown')}</output></form>`;
}

function option(value: string, text: (language: Language) => string): Html {
  return html`<option value="${value}" data-en="${text('en')}" data-zh="${text('zh')}">${text('en')}</option>`;
}

function domainSection(domain: string, i: number, tasks: readonly Task[]): Html {
  const own = tasks.filter((task) => facetOf(task, 'domain') === domain);
  return html`<section class="domain" aria-labelledby="d${i}"><h2 id="d${i}" tabindex="-1">${nameOf('domain', domain)}</h2>${own.map(article)}</section>`;
}

function article(task: Task): Html {
  const { id, query, language, rubric, notes } = task;
  const scenario = tagOf(task, 'scenario');
  const time = tagOf(task, 'timeSensitivity');
  const chips = [
    ...(['track', 'kind'] as const).flatMap((filter) => {
      const value = facetOf(task, filter);
      return value === undefined ? [] : [html`<li>${nameOf(filter, value)}</li>`];
    }),
    ...(time === undefined
      ? []
      : [html`<li>${eachLanguage((each) => `${translate('tasks.time', each)} ${translateName(time, each)}`)}</li>`]),
  ];
  const heading =
    scenario === undefined ? html`${id}` : html`<span lang="${language}">${cleanName(scenario)}</span> <span class="id">${id}</span>`;
  return html`<article class="card" data-domain="${facetOf(task, 'domain') ?? ''}" data-track="${facetOf(task, 'track') ?? ''}" data-kind="${facetOf(task, 'kind') ?? ''}">
<h3>${heading}</h3><ul class="chips">${chips}</ul>
<p class="query" lang="${language}" dir="auto">${harmless(query)}</p>
${notes === undefined ? '' : html`<details class="small"><summary>${both('tasks.notes')}</summary><p class="notes" lang="${language}" dir="auto">${harmless(notes)}</p></details>`}
${rubric === undefined ? html`<p class="muted small">${both('tasks.pairwise')}</p>` : rubricDetails(rubric, language)}
</article>`;
}

function rubricDetails(rubric: Rubric, language: string): Html {
  const fatal = rubric.filter((criterion) => criterion.fatal === true).length;
  const summary = eachLanguage((each) => {
    const parts = [
      `${rubric.length} ${translate('tasks.criteria', each)}`,
      ...(fatal === 0 ? [] : [`${fatal} ${translate('tasks.fatalCount', each)}`]),
    ];
    return `${translate('tasks.rubric', each)} · ${parts.join(' · ')}`;
  });
  return html`<details><summary>${summary}</summary><table class="rubric">
<thead><tr><th scope="col" class="n">${both('tasks.weight')}</th><th scope="col">${both('tasks.criterion')}</th><th scope="col" class="a">${both('tasks.axis')}</th></tr></thead>
<tbody>${rubric.map((criterion) => criterionRow(criterion, language))}</tbody></table></details>`;
}

function criterionRow({ criterion, weight, axis, fatal }: Criterion, language: string): Html {
  const kind = `${weight < 0 ? 'minus' : 'plus'}${fatal === true ? ' fatal' : ''}`;
  const mark = fatal === true ? html`<span class="badge">${both('tasks.fatal')}</span>` : '';
  return html`<tr class="${kind}"><td class="n">${signed(weight)}</td><td>${mark}<span lang="${language}" dir="auto">${harmless(criterion)}</span></td><td class="a">${axis === undefined ? '' : eachLanguage((each) => cleanName(translateName(axis, each)))}</td></tr>`;
}

/** Without characters that turn the text around them; line breaks stay. */
function harmless(text: string): string {
  return text.replace(/[\p{Cf}\p{Co}\p{Cs}]+/gu, '').replace(/[^\P{Cc}\n\t]+/gu, ' ');
}

function signed(weight: number): string {
  return weight < 0 ? `−${-weight}` : `+${weight}`;
}

function facetOf(task: Task, filter: Filter): string | undefined {
  const value = filter === 'kind' ? tagOf(task, 'kind') : task[filter];
  return value === undefined ? undefined : cleanName(value);
}

/** In the order of the benchmark. */
function valuesOf(tasks: readonly Task[], filter: Filter): string[] {
  return [...new Set(tasks.flatMap((task) => facetOf(task, filter) ?? []))];
}

function plainName(filter: Filter, value: string, language: Language): string {
  return cleanName(filter === 'domain' ? translateName(value, language) : translateName(value, language));
}

function nameOf(filter: Filter, value: string): Html {
  return eachLanguage((language) => plainName(filter, value, language));
}
