/** Runs what is asked for under one name one after the other, in order; other names go on beside it. */
export type InTurn = <T>(name: string, run: () => Promise<T>) => Promise<T>;

/** Commits to one row that would otherwise lose to each other in turn, each time planned anew. */
export function inTurn(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return (name, run) => {
    const before = last.get(name);
    const turn = before === undefined ? run() : before.then(run, run);
    last.set(name, turn);
    const leave = (): void => {
      if (last.get(name) === turn) last.delete(name);
    };
    turn.then(leave, leave);
    return turn;
  };
}
