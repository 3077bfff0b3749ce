/** MAP_STYLE: the style sheet of the page on which a file is dropped. */
export const MAP_STYLE = `.drop{border:2px dashed var(--muted);border-radius:12px;padding:16px;margin:12px 0}
.drop.over{border-color:var(--accent);background:var(--card)}
.drop .button input{position:absolute;opacity:0;width:1px;height:1px}
.drop .button:focus-within{outline:3px solid var(--accent);outline-offset:2px}
#look .example{white-space:normal;overflow-wrap:anywhere;min-width:12em}
#look .path{font-family:ui-monospace,monospace;white-space:normal;overflow-wrap:anywhere;min-width:9em}
#look select,#look input[type=text]{font:inherit;color:inherit;background:var(--card);border:1px solid var(--muted);border-radius:8px;padding:3px 8px;min-height:32px;max-width:18em}
#look input[type=number]{font:inherit;color:inherit;background:var(--card);border:1px solid var(--muted);border-radius:8px;padding:3px 8px;width:6em}
#look .means button[aria-pressed=true]{font-weight:700;outline:2px solid var(--accent)}
#look .unsaid{color:var(--alert);font-weight:600}
#look pre{font-family:ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;background:var(--card);border:1px solid var(--line);border-radius:10px;padding:10px 14px}
#look .notyet{border-inline-start:4px solid var(--alert);padding-inline-start:10px;overflow-wrap:anywhere}
#look form{display:flex;flex-wrap:wrap;gap:8px 14px;align-items:end}
#look form label{display:grid;gap:2px}
@media (max-width:640px){#look .path{min-width:6.5em;font-size:.85rem}#look .example{min-width:5em;font-size:.85rem}#look select{max-width:6.8em;padding-left:4px;padding-right:2px}#look th,#look td{padding-left:4px;padding-right:4px}#look .means{white-space:normal}#look .means button{margin-bottom:4px}}`;
