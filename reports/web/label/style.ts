/** The style sheet of the pages on which people label criteria, added to that of the annotation pages. */
import { LABEL_MARKS } from '../board/style.ts';

export const LABEL_STYLE = `${LABEL_MARKS}
.work{display:grid;gap:8px;padding:8px 14px}
.work .say{border:1px solid var(--line);border-radius:10px;align-content:start}
.asks{font-size:.85rem;margin:0;color:var(--muted)}
.criterion{font-size:1.08rem;line-height:1.5;margin:0}
.criterion:lang(zh){line-height:1.75}
.choices.three{grid-template-columns:repeat(3,1fr)}
.say>textarea{min-height:5.5em;resize:vertical;width:100%}
.before{list-style:none;margin:0;padding:0;display:grid;gap:8px;max-height:34vh;overflow-y:auto}
.pane.one .head{border-top-color:var(--accent)}
.plainpage table.counted,.plainpage table.alpha{width:auto}
.plainpage .differences td{white-space:normal;min-width:7em}
.plainpage .differences .words{min-width:16em;max-width:34em}
.upload{display:flex;flex-wrap:wrap;gap:8px;align-items:center}
.upload input[type=text]{flex:0 1 22em;min-width:0}
.upload input[type=file]{max-width:100%}
.counted td,.counted th{text-align:right}
@media (min-width:900px){.work{flex:1;min-height:0;grid-template-columns:minmax(0,62fr) minmax(0,38fr)}.work .say{overflow-y:auto}}
@media (max-width:899px){.work .say{position:sticky;bottom:0;max-height:62vh;overflow-y:auto;box-shadow:0 -6px 18px #0003;z-index:2}.say>textarea{min-height:3.2em}}
`;
