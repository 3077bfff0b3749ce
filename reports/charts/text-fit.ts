/** Fits text into a width: self-contained, because the page gets this function as text. */

import type { Chart } from 'chart.js';

type Measure = (text: string) => number;

export interface TextFit {
  /** A canvas font in the family of the chart. */
  readonly font: (chart: Chart, size: number, weight?: 'bold' | 'normal') => string;
  /** The text, or as much of its beginning and end as `width` holds, with an ellipsis between. */
  readonly cut: (text: string, width: number, measure: Measure) => string;
  /** Lines no wider than `width`; the last of `lines` lines is cut. */
  readonly wrap: (text: string, width: number, lines: number, measure: Measure) => string[];
}

export function textFit(): TextFit {
  // Lines break at spaces, after - _ / . , ; and between Chinese characters.
  const PIECES =
    /\s+|[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]*?[-_/.,;、]+(?=\S)|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+/gu;

  /** The longest of `texts(0)`, `texts(1)`, ... `texts(most)`, which grow, that is no wider than `width`. */
  function longest(texts: (length: number) => string, most: number, width: number, measure: Measure): string {
    let low = 0;
    let high = most;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (measure(texts(middle)) <= width) low = middle;
      else high = middle - 1;
    }
    return texts(low);
  }

  function cut(text: string, width: number, measure: Measure): string {
    if (measure(text) <= width) return text;
    const characters = Array.from(text);
    // The end stays too: names of agents often differ only there.
    const shortened = (length: number) => {
      const tail = Math.floor(length * 0.4);
      return `${characters.slice(0, length - tail).join('')}…${characters.slice(characters.length - tail).join('')}`;
    };
    return longest(shortened, characters.length - 1, width, measure);
  }

  function broken(text: string, width: number, measure: Measure): string {
    const characters = Array.from(text);
    return longest((length) => characters.slice(0, length + 1).join(''), characters.length - 1, width, measure);
  }

  function wrap(text: string, width: number, lines: number, measure: Measure): string[] {
    const done: string[] = [];
    let rest = text.trim();
    while (rest !== '' && done.length < lines - 1 && measure(rest) > width) {
      let line = '';
      for (const piece of rest.match(PIECES) ?? []) {
        if (measure((line + piece).trimEnd()) > width) break;
        line += piece;
      }
      // A piece wider than the line is broken anywhere; at least one character a line, or this would never end.
      if (line === '') line = broken(rest, width, measure);
      done.push(line.trimEnd());
      rest = rest.slice(line.length).trimStart();
    }
    return rest === '' ? done : [...done, cut(rest, width, measure)];
  }

  function font(chart: Chart, size: number, weight: 'bold' | 'normal' = 'normal'): string {
    return `${weight} ${size}px ${chart.options.font?.family}`;
  }

  return { font, cut, wrap };
}
