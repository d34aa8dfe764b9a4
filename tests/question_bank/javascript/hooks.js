// State and effects of one component, in the order that React documents: render, clean up changed effects, run them.
let current;

function useState(initial) {
  const { slots, next } = current.take();
  const own = current;
  slots[next] ??= { value: initial };
  const slot = slots[next];
  slot.set ??= (value) => {
    const changed = typeof value === "function" ? value(slot.value) : value;
    if (Object.is(changed, slot.value)) return;
    slot.value = changed;
    own.render();
  };
  return [slot.value, slot.set];
}

function useEffect(effect, dependencies) {
  const { slots, next } = current.take();
  const before = slots[next]?.dependencies;
  if (before?.every((value, index) => Object.is(value, dependencies[index]))) return;
  current.due.push(() => {
    slots[next]?.cleanup?.();
    slots[next] = { dependencies, cleanup: effect() };
  });
}

class Component {
  constructor(body) {
    this.body = body;
    this.slots = [];
    this.due = [];
    this.results = [];
  }

  take() {
    return { slots: this.slots, next: this.position++ };
  }

  render(props = this.props) {
    this.props = props;
    this.position = 0;
    current = this;
    this.results.push(this.body(props));
    const due = this.due;
    this.due = [];
    for (const effect of due) effect();
  }

  unmount() {
    for (const slot of this.slots) slot.cleanup?.();
  }

  get last() {
    return this.results.at(-1);
  }
}

Object.assign(globalThis, { useState, useEffect, Component });
