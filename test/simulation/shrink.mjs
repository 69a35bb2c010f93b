/**
 * The shortest life found that breaks the same invariant: faults are turned off one by one, and evenings cut, as long as it does.
 * @param {(options: object) => Promise<object>} simulate
 */
export async function shrunk(simulate, options, outcome) {
  let best = { options, outcome };
  const attempt = async (changed) => {
    const tried = await simulate(changed);
    if (tried.violation?.invariant !== outcome.violation.invariant) return false;
    best = { options: changed, outcome: tried };
    return true;
  };
  for (let evenings = 1; evenings < outcome.evenings; evenings += 1) {
    if (await attempt({ ...best.options, evenings })) break;
  }
  for (const fault of outcome.on) await attempt({ ...best.options, off: [...(best.options.off ?? []), fault] });
  return best;
}
