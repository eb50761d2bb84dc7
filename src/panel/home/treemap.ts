// Tiles with areas in proportion to amounts, as square as may be: Bruls, Huizing, van Wijk, "Squarified Treemaps", 2000.
// Pure; places are for pixels only.

type Weighted = { key: string; part: number };
export type Tile = { key: string; x: number; y: number; width: number; height: number };

/** The longest side ratio of a row of these areas along a side. */
function worstOf(areas: readonly number[], side: number): number {
  const sum = areas.reduce((total, area) => total + area, 0);
  const thickness = sum / side;
  return Math.max(
    ...areas.map((area) => {
      const length = area / thickness;
      return Math.max(length / thickness, thickness / length);
    }),
  );
}

/** `parts` add up to 1 at most, the largest first; parts of nothing have no tile. */
export function treemap(parts: readonly Weighted[], width: number, height: number): Tile[] {
  const tiles: Tile[] = [];
  let [x, y, freeWidth, freeHeight] = [0, 0, width, height];
  let left = parts.filter(({ part }) => part > 0);
  const areaOf = ({ part }: Weighted): number => part * width * height;
  while (left.length > 0) {
    const side = Math.min(freeWidth, freeHeight);
    let count = 1;
    const areas = left.map(areaOf);
    while (
      count < left.length &&
      worstOf(areas.slice(0, count + 1), side) <= worstOf(areas.slice(0, count), side)
    ) {
      count += 1;
    }
    const row = left.slice(0, count);
    const thickness = row.reduce((sum, one) => sum + areaOf(one), 0) / side;
    const isColumn = freeWidth >= freeHeight;
    let along = isColumn ? y : x;
    for (const one of row) {
      const length = areaOf(one) / thickness;
      tiles.push(
        isColumn
          ? { key: one.key, x, y: along, width: thickness, height: length }
          : { key: one.key, x: along, y, width: length, height: thickness },
      );
      along += length;
    }
    if (isColumn) {
      x += thickness;
      freeWidth -= thickness;
    } else {
      y += thickness;
      freeHeight -= thickness;
    }
    left = left.slice(count);
  }
  return tiles;
}
