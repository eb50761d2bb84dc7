// When other accounts were counted than in the point before: the value jumps then, and nothing was gained or lost. Pure.
type Point = { at: number; coldkeys: readonly string[] };

export function accountChanges(points: readonly Point[]): number[] {
  const keyOf = ({ coldkeys }: Point): string => coldkeys.toSorted().join(' ');
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    return before === undefined || keyOf(before) === keyOf(point) ? [] : [point.at];
  });
}
