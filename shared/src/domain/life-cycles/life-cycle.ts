import type { Role } from '../identity/roles.js';

/** Who may move something from state to state: a role, or the product itself. */
export type Mover = Role | 'SYSTEM';

/** One arrow. `from` null: the thing is made in this state. What must hold beside it is checked by its feature. */
export interface Transition<State extends string, Action extends string> {
  readonly from: State | null;
  readonly to: State;
  readonly action: Action;
  readonly by: readonly Mover[];
}

/** All arrows of one kind of thing; what is not drawn does not happen. */
export interface LifeCycle<State extends string, Action extends string> {
  readonly states: readonly State[];
  readonly transitions: readonly Transition<State, Action>[];
}

/**
 * What becomes of a wish to act:
 * - a transition: it may be done
 * - `refused` the arrow is there, but not for this mover (403)
 * - `impossible` there is no such arrow from here (409)
 */
export type Step<State extends string, Action extends string> = Transition<State, Action> | 'refused' | 'impossible';

export function stepOf<State extends string, Action extends string>(
  { transitions }: LifeCycle<State, Action>,
  from: State | null,
  action: Action,
  mover: Mover,
): Step<State, Action> {
  const arrows = transitions.filter((arrow) => arrow.from === from && arrow.action === action);
  if (arrows.length === 0) return 'impossible';
  return arrows.find(({ by }) => by.includes(mover)) ?? 'refused';
}

/** What somebody may do with a thing in this state, in the order of the table: the buttons of its page. */
export function actionsFor<State extends string, Action extends string>(
  { transitions }: LifeCycle<State, Action>,
  from: State,
  mover: Mover,
): Action[] {
  return [
    ...new Set(
      transitions.filter((arrow) => arrow.from === from && arrow.by.includes(mover)).map(({ action }) => action),
    ),
  ];
}

/** States that nothing leaves. */
export function finalStates<State extends string>({ states, transitions }: LifeCycle<State, string>): State[] {
  return states.filter((state) => !transitions.some(({ from, to }) => from === state && to !== state));
}
