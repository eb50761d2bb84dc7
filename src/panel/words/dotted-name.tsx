/** A name of the chain's own, `Pallet.Error`: a line ends before its last part, not within it. */
export function DottedName({ name }: { name: string }) {
  const at = name.lastIndexOf('.') + 1;
  return (
    <>
      {name.slice(0, at)}
      <wbr />
      {name.slice(at)}
    </>
  );
}
