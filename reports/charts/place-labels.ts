/** Puts labels beside points so that none covers another; self-contained, because the page gets this function as text. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface LabelledPoint {
  readonly x: number;
  readonly y: number;
  /** From the text one would like best to the one that fits best. */
  readonly texts: readonly { readonly text: string; readonly width: number }[];
}

export interface PlacedLabel {
  readonly point: LabelledPoint;
  readonly text: string;
  readonly box: Box;
  /** Whether the label is far enough from its point to need a line to it. */
  readonly far: boolean;
}

export type PlaceLabels = (points: readonly LabelledPoint[], lineHeight: number, area: Box, avoid: readonly Box[]) => PlacedLabel[];

/** The most crowded points choose first; a label that fits nowhere is left out. `avoid` is crossed only where nothing else is left. */
export function labelPlacer(): PlaceLabels {
  const RADII = [9, 18, 30, 46];
  // East first: that is where one looks for a label.
  const SIDES = [
    [1, 0],
    [0, -1],
    [0, 1],
    [-1, 0],
    [1, -1],
    [1, 1],
    [-1, -1],
    [-1, 1],
  ] as const;
  const CROSSING = 9;

  const meets = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const holds = (box: Box, { x, y }: LabelledPoint) => x > box.left && x < box.right && y > box.top && y < box.bottom;
  const within = (a: Box, b: Box) => a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;

  /** The room that the line from a far label to its point takes. */
  function lineTo(box: Box, { x, y }: LabelledPoint): Box {
    const endX = Math.min(Math.max(x, box.left), box.right);
    const endY = Math.min(Math.max(y, box.top), box.bottom);
    return { left: Math.min(x, endX) - 1, right: Math.max(x, endX) + 1, top: Math.min(y, endY) - 1, bottom: Math.max(y, endY) + 1 };
  }

  function boxBeside(point: LabelledPoint, width: number, height: number, radius: number, side: readonly [number, number]): Box {
    const reach = side[0] !== 0 && side[1] !== 0 ? radius * 0.75 : radius;
    const x = point.x + side[0] * reach;
    const y = point.y + side[1] * reach;
    const left = side[0] > 0 ? x : side[0] < 0 ? x - width : x - width / 2;
    const top = side[1] > 0 ? y : side[1] < 0 ? y - height : y - height / 2;
    return { left, top, right: left + width, bottom: top + height };
  }

  return function placeLabels(points, lineHeight, area, avoid) {
    const marks = points.map(({ x, y }) => ({ left: x - 6, top: y - 6, right: x + 6, bottom: y + 6 }));
    const taken: Box[] = [...marks];
    const crowd = (point: LabelledPoint) => points.filter((p) => Math.abs(p.x - point.x) < 90 && Math.abs(p.y - point.y) < 30).length;

    /** The cheapest place for one text; with `clear`, none whose line to the point passes over something. */
    function place(point: LabelledPoint, { text, width }: LabelledPoint['texts'][number], clear: boolean): PlacedLabel | undefined {
      let found: PlacedLabel | undefined;
      let lowest = Infinity;
      RADII.forEach((radius, ring) => {
        SIDES.forEach((side, i) => {
          const box = boxBeside(point, width, lineHeight, radius, side);
          const cost = ring * 4 + i * 0.4 + avoid.filter((other) => meets(box, other)).length * CROSSING;
          if (cost >= lowest || !within(box, area) || taken.some((other) => meets(box, other))) return;
          if (clear && ring > 0 && taken.some((other) => !holds(other, point) && meets(lineTo(box, point), other))) return;
          lowest = cost;
          found = { point, text, box, far: ring > 0 };
        });
      });
      return found;
    }

    function best(point: LabelledPoint): PlacedLabel | undefined {
      for (const text of point.texts) {
        const found = place(point, text, true);
        if (found !== undefined) return found;
      }
      const shortest = point.texts.at(-1);
      return shortest && place(point, shortest, false);
    }

    const order = points.map((point, i) => ({ point, i, crowd: crowd(point) })).sort((a, b) => b.crowd - a.crowd || a.i - b.i);
    const placed: PlacedLabel[] = [];
    for (const { point } of order) {
      const label = best(point);
      if (label === undefined) continue;
      taken.push(label.box, ...(label.far ? [lineTo(label.box, point)] : []));
      placed.push(label);
    }
    return placed;
  };
}
