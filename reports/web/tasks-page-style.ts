/** TASKS_STYLE, TASK_PARTS_STYLE: what the tasks page adds to the style sheet of pages: filters, long queries in Chinese and English, rubrics. */
import { CHINESE_FONTS } from '../charts/fonts.ts';
import { PAGE_STYLE } from '../page/style.ts';

/** Of a page that stands alone. */
const FRAME = `${PAGE_STYLE}
[hidden]{display:none!important}
:lang(zh){line-height:1.8;font-family:${CHINESE_FONTS};line-break:strict;text-autospace:normal;text-spacing-trim:trim-start;hanging-punctuation:allow-end}
h1:lang(zh),h2:lang(zh),h3:lang(zh){line-height:1.4;text-wrap:balance}
header,main{max-width:960px}
`;

/** Tasks, wherever they stand. */
export const TASK_PARTS_STYLE = `
.lead{max-width:none}
.filters{position:sticky;top:0;z-index:2;display:flex;flex-wrap:wrap;gap:8px 16px;align-items:end;padding:12px 20px}
.filters label{display:grid;gap:2px;font-size:.8125rem;color:var(--muted);line-height:1.4}
.filters select,.filters button{font:inherit;font-size:.9375rem;line-height:1.4;color:var(--ink);background:var(--card);border:1px solid var(--muted);border-radius:8px;padding:6px 10px;min-height:38px;max-width:100%}
.filters button{cursor:pointer}
.filters output{margin-left:auto;padding:8px 0;font-variant-numeric:tabular-nums;line-height:1.4}
.domains{display:flex;flex-wrap:wrap;gap:4px 20px;list-style:none;padding:0;margin:8px 0 0}
section.domain>h2{margin:32px 0 0;scroll-margin-top:96px}
article{scroll-margin-top:96px}
article h3{display:flex;flex-wrap:wrap;gap:2px 12px;align-items:baseline;font-size:1.125rem}
.id{font:500 .8125rem/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--muted)}
.chips{display:flex;flex-wrap:wrap;gap:6px;margin:4px 0 0;padding:0;list-style:none;font-size:.8125rem;line-height:1.4}
.chips li{border:1px solid var(--line);border-radius:999px;padding:2px 10px;color:var(--muted)}
.query,.notes{max-width:46em;margin:10px 0;white-space:pre-wrap;text-wrap-style:pretty;overflow-wrap:anywhere}
.query:lang(zh),.notes:lang(zh){max-width:42em;text-align:start}
.rubric{table-layout:auto;font-size:.9375rem}
.rubric th,.rubric td{text-align:left;vertical-align:baseline;white-space:normal;overflow-wrap:anywhere;padding:8px 12px 8px 4px}
.rubric thead th{white-space:nowrap;padding:6px 12px 6px 4px}
.rubric td{text-wrap-style:pretty}
.rubric .n{text-align:right;white-space:nowrap;font-weight:700;width:3.2em;font-variant-numeric:tabular-nums}
.rubric thead .n,.rubric thead .a{font-size:.8125rem;font-weight:600}
.rubric .a{color:var(--muted);white-space:nowrap;font-size:.8125rem;width:8em}
.rubric .minus .n{color:var(--bad)}
.rubric tr.fatal td{background:var(--bad-ground)}
.badge{display:inline-block;background:var(--bad);color:var(--card);border-radius:6px;padding:0 8px;margin-right:8px;font-size:.8125rem;font-weight:700;line-height:1.6}
@media (max-width:640px){
 .filters{position:static}
 .filters label{flex:1 1 40%}
 .filters select{width:100%}
 .filters output{margin-left:0;flex:1 1 100%;padding:0}
 .rubric .a{display:none}
 .rubric th,.rubric td{padding:7px 8px 7px 2px}
}
@media print{.filters,.domains{display:none}.query,.notes{max-width:none}tr.fatal td{background:none}}
`;

export const TASKS_STYLE = FRAME + TASK_PARTS_STYLE;
