/** BOARD_STYLE, LABEL_MARKS: the style sheet of the board, added to that of the annotation pages, which shows reports. */
import { PARTS_STYLE } from '../../page/style.ts';
import { TASK_PARTS_STYLE } from '../tasks-page-style.ts';

/** Of labels, wherever one is shown. */
export const LABEL_MARKS = `.label{white-space:nowrap}
.label.met{color:var(--met)}
.label.partly{color:var(--partly)}
.label.unmet,.label.flaw{color:var(--unmet)}`;
const share = (i: number) => `${(i * 4.5).toFixed(1)}%`;
/** Of cells: the more, the fuller; the number in it says it too. */
const TINTS = [
  ...Array.from({ length: 11 }, (_, i) => `.b${i}{background:color-mix(in srgb,var(--better) ${share(i)},var(--card))}`),
  '.bn{background:color-mix(in srgb,var(--worse) 30%,var(--card))}',
  ...Array.from(
    { length: 6 },
    (_, i) =>
      `.m${i}{background:color-mix(in srgb,var(--better) ${share(2 * i)},var(--card))}.l${i}{background:color-mix(in srgb,var(--worse) ${share(2 * i)},var(--card))}`,
  ),
].join('\n');

/** Neither content-visibility nor contained paint: both give each row a clip of its own, and a long grid drops every third frame then. */
const ROW = '.cells .r{display:flex;width:max-content;min-width:100%;contain:layout style;border-bottom:1px solid var(--line)}';

export const BOARD_STYLE = `.way{display:flex;justify-content:space-between;align-items:center;gap:8px}
.way button{min-height:28px;padding:0 8px}
@media (max-width:480px){.way button{display:none}}
.chip{border:1px solid var(--line);border-radius:999px;padding:0 9px;text-decoration:none}

.board main{padding:8px 16px 32px}
.trail{font-size:.9rem;display:flex;flex-wrap:wrap;gap:0 6px;list-style:none;margin:0;padding:0}
.trail li+li::before{content:"/ ";color:var(--muted)}
.board table{font-variant-numeric:tabular-nums}
.board th,.board td{padding:3px 8px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
.board .number{text-align:right;white-space:nowrap}
.board .scroll th{white-space:nowrap}
.switches{display:flex;flex-wrap:wrap;gap:2px 10px;font-size:.9rem}
.switches .apart{margin-inline-start:18px}
.grid{max-width:100%;overflow-x:auto}
.grid thead th{position:sticky;top:0;background:var(--ground);z-index:1}
.grid th[scope=row]{max-width:34em;font-weight:400}
.standings td,.standings th{white-space:nowrap}
.scroll.high{max-height:46vh;overflow:auto}
.high thead th{position:sticky;top:0;background:var(--ground);z-index:1}
.cells{overflow:auto;max-height:calc(100vh - 90px);border:1px solid var(--line);border-radius:10px;background:var(--card);width:fit-content;max-width:100%}
${ROW}
.cells .t{position:sticky;left:0;z-index:1;width:22em;flex:none;padding:2px 8px;background:var(--card);overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
.cells .asked{display:block;color:var(--muted);font-size:.82rem;line-height:1.25;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;border:0;padding:0;background:none}
.cells .cell,.cells .c{width:5rem;flex:none;padding:8px 6px 0;text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;color:var(--ink);border-left:1px solid var(--line)}
.cells .cell{text-decoration:none}
.cells .cell:hover{text-decoration:underline;outline:2px solid var(--accent);outline-offset:-2px}
.cells .cell:focus-visible{outline-offset:-3px}
.cells .head{position:sticky;top:0;z-index:2;background:var(--head);font-weight:600}
.cells .head .t,.cells .head .c{background:var(--head);padding:4px 6px;line-height:1.2}
.cells .head .c{white-space:normal;font-size:.82rem;overflow-wrap:anywhere;text-align:right;max-height:4.9em;overflow:hidden}
.cells .mark{color:var(--alert);font-weight:700;margin-left:2px}
${TINTS}
.case{display:grid;gap:16px;grid-template-columns:minmax(0,58fr) minmax(0,42fr)}
.case .report,.case .verdicts{max-height:calc(100vh - 170px);overflow-y:auto;background:var(--card);border:1px solid var(--line);border-radius:10px;padding:6px 16px}
.verdicts{list-style:none;margin:0}
.verdicts>li{border-bottom:1px solid var(--line);padding:8px 0;content-visibility:auto;contain-intrinsic-size:auto 240px}
.verdicts>li:target,.verdicts>li.flash,.two tr.flash{outline:3px solid var(--accent);outline-offset:2px}
.verdicts>li:target,.verdicts>li.flash{outline-offset:-3px;padding-inline:6px}
.verdicts .said{margin:.3em 0 .3em 1em}
.verdicts .quoted{font-size:.9rem;color:var(--muted)}
.lost{font-weight:600}
${LABEL_MARKS}
mark.quote{background:none;text-decoration:underline 2px;text-underline-offset:3px}
mark.quote.met{text-decoration-color:#009e73}
mark.quote.partly{text-decoration-color:#b27a00;text-decoration-style:dashed}
mark.quote.unmet,mark.quote.flaw{text-decoration-color:#d0351f;text-decoration-style:wavy}
mark.quote:target,mark.quote.flash{background:var(--mark)}
.two td{width:38%}
@media (max-width:899px){.cells .t{width:9.5em}.cells .cell,.cells .c{width:4.4rem}.cells .head .c{font-size:.75rem}.grid th[scope=row]{max-width:45vw}.two{min-width:44em}.case{grid-template-columns:1fr}.case .report,.case .verdicts{max-height:none}}
[hidden]{display:none!important}
.board .card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:12px 16px;margin:12px 0;max-width:1280px}
.board .card h2{margin:0 0 4px}
.board .small{font-size:.875rem}
.board select{font:inherit;color:inherit;background:var(--card);border:1px solid var(--muted);border-radius:8px;padding:3px 8px;min-height:32px;max-width:16em}
.board input[type=number]{width:5em;font:inherit;background:var(--card);border:1px solid var(--muted);border-radius:8px;padding:3px 8px;min-height:32px}
form.switches{align-items:center;gap:6px 14px}
.columns2{display:grid;gap:0 16px;grid-template-columns:repeat(auto-fit,minmax(min(100%,520px),1fr));max-width:1280px}
.columns2 table{font-size:.875rem}
.columns2 th,.columns2 td{padding-left:5px;padding-right:5px}
.losses td{white-space:nowrap}
@media print{.board .scroll{overflow:visible}.board table{font-size:8pt}.losses th[scope=row]{min-width:0}.board .losses thead th{white-space:normal}}
.dots{width:100%;min-width:560px;height:auto;max-height:420px}
.dots text{font-size:12px;fill:var(--muted)}
.dots .tick{stroke:var(--line)}
.dots .zero,.interval .zero{stroke:var(--muted)}
.dots .band{fill:var(--accent);opacity:.15}
.dots .mean{stroke:var(--accent);stroke-width:2}
.dots .margin{stroke:var(--alert);stroke-width:2;stroke-dasharray:6 4}
.dots circle{stroke:var(--card)}
.dots a:focus-visible circle,.dots a:hover circle{stroke:var(--ink);stroke-width:2}
circle.better{fill:var(--better)}
circle.worse{fill:var(--worse)}
circle.same{fill:var(--muted)}
.interval{width:110px;height:14px}
.interval .whisker{stroke:var(--ink);stroke-width:1.5}
td.worse{color:var(--unmet);font-weight:600}
td.better{color:var(--met);font-weight:600}
.losses th[scope=row]{white-space:normal;font-weight:400;min-width:18em;max-width:60em}
.confusion .same{background:color-mix(in srgb,var(--better) 14%,var(--card))}
.confusion .differs{background:color-mix(in srgb,var(--worse) 14%,var(--card))}
.confusion a{display:block}
.confusion a[aria-current]{font-weight:700;outline:2px solid var(--accent)}
.paper{position:relative;min-width:0}
.minimap{position:absolute;top:10px;bottom:10px;right:1px;width:13px;cursor:pointer;z-index:1}
.minimap i{position:absolute;right:1px;width:11px}
.minimap .tick{height:4px;margin-top:-1px;border-radius:2px;background:var(--muted)}
.minimap .tick.met{background:#009e73}
.minimap .tick.partly{background:#b27a00;width:9px}
.minimap .tick.unmet,.minimap .tick.flaw{background:#d0351f;width:7px}
.minimap .view{right:0;width:13px;min-height:8px;background:var(--accent);opacity:.18;border-radius:3px;pointer-events:none}
.paper>.report{margin-right:15px}
@media (max-width:899px){.minimap{display:none}.paper>.report{margin-right:0}}
@media (forced-colors:active){.minimap i{forced-color-adjust:none}.minimap .view{background:Highlight}}
.filter{display:flex;gap:6px;max-width:44em}
.filter input{flex:1;min-width:0}
.chips{align-items:baseline;margin:6px 0}
.chips .more summary{cursor:pointer;color:var(--muted)}
.chips .more[open]{flex-basis:100%}
.chips .more p{margin:4px 0;max-width:80em}
.chip{overflow-wrap:anywhere}
.verdicts button.plain{background:none;border:1px solid var(--line);padding:0 7px;min-height:24px;color:var(--accent);font-size:.9rem}
.label-here{display:grid;gap:6px;background:var(--head);border-radius:10px;padding:8px 10px;margin:6px 0}
.label-here fieldset{border:0;margin:0;padding:0;min-width:0}
.label-here .choices{grid-template-columns:repeat(3,1fr)}
.label-here .choices label:not(:has(:checked)){background:var(--card)}
.label-here.flaw .of-merit,.label-here:not(.flaw) .of-flaw{display:none}
.label-here .last input{flex:1 1 8em;min-width:0}
.label-here p{margin:0}
.label-here .status:empty{display:none}
.asked-of{border-top:1px solid var(--line);margin-top:10px}
.report .asked-of h3{font-size:1.1rem;margin:.6em 0 .2em}
.report .asked-of h4{font-size:1rem;margin:.8em 0 .2em}
.asked-of .fenced{box-shadow:inset 3px 0 var(--accent);display:block;padding-inline-start:10px}
.battles{list-style:none;padding:0!important}
.battles>li{border-bottom:1px solid var(--line);padding:4px 0}
.battles .said{margin:.4em 0 .4em 1em}
.trace{padding-left:1.2em}
.trace pre,.case .report pre.plain{white-space:pre-wrap;font-size:.85rem;max-height:60vh;overflow:auto}
.case .report>pre.plain{max-height:none}
.sheet{max-width:1280px}
.sheet h2{margin:0 0 4px}
.sheet th button{display:block;border-radius:0;min-height:0}
.sheet{${PARTS_STYLE}${TASK_PARTS_STYLE}}
@media (max-width:599px){.grid th[scope=row]{max-width:11em}}
@media (forced-colors:active){.cells .cell{border-left:1px solid CanvasText}.cells .cell:hover{outline:3px solid Highlight}}
@media print{.verdicts>li{content-visibility:visible}.scroll.high{max-height:none}.cells{max-height:none;overflow:visible;border:0;width:auto}.cells .r{break-inside:avoid}.cells .head{position:static}.cells .t{width:14em;position:static}.cells .cell,.cells .c{width:auto;flex:1 1 3.4em;font-size:8pt;padding:2px}.case .report,.case .verdicts{max-height:none;overflow:visible}}
`;
