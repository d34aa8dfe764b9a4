// @ts-check
/**
 * A session or document as an immutable state with subscribers, for front ends that render from state.
 *
 * It opens with its first subscriber and closes after its last one, and can be opened again: a framework may mount a
 * component twice. `subscribe` and `getState` fit React's `useSyncExternalStore`; `subscribe` alone is a Svelte store.
 */

/** @template {object} State */
export class Store {
  /** @param {State} opening the state before anything is known */
  constructor(opening) {
    this._opening = opening;
    /** @type {State} */
    this._state = opening;
    /** @type {Set<(state: State) => void>} */
    this._listeners = new Set();
    /**
     * Call the listener now and after every change; returns the function that ends it.
     * @param {(state: State) => void} listener
     * @returns {() => void}
     */
    this.subscribe = (listener) => {
      this._listeners.add(listener);
      if (this._listeners.size === 1) this._begin();
      listener(this._state);
      return () => {
        if (this._listeners.delete(listener) && !this._listeners.size) this._end();
      };
    };
    /** The current state: the same object until something changes. @returns {State} */
    this.getState = () => this._state;
    this._ending = new AbortController();
  }

  _begin() {
    this._ending = new AbortController();
    this._set(this._opening);
    this._open(this._ending.signal);
  }

  _end() {
    this._ending.abort();
  }

  /** @param {State} state */
  _set(state) {
    this._state = state;
    for (const listener of [...this._listeners]) listener(state);
  }

  /** Open it, and follow it until `signal` is aborted. @param {AbortSignal} _signal @returns {unknown} */
  _open(_signal) {
    return undefined;
  }
}
