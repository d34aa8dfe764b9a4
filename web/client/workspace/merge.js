// @ts-check
/**
 * JSON merge patches (RFC 7396) and field-by-field three-way merges.
 *
 * Functions here never modify their arguments. A missing field is `undefined`. Documents must not contain null, because
 * null in a patch removes the field.
 */

/** @typedef {string[]} Path names from the root to a field */
/** @typedef {{path: Path, mine: any, theirs: any}} Conflict a field that both sides changed to different values */

/** @param {unknown} value @returns {value is Record<string, any>} */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Are two JSON values equal?
 * @param {any} a
 * @param {any} b
 * @returns {boolean}
 */
export function same(a, b) {
  if (a === b) return true;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => same(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name]))
  );
}

/**
 * The smallest merge patch that turns `before` into `after`; undefined if they are equal.
 * @param {Record<string, any>} before
 * @param {Record<string, any>} after
 * @returns {Record<string, any> | undefined}
 */
export function diff(before, after) {
  /** @type {[string, any][]} */
  const changes = [];
  for (const name of union(before, after)) {
    const [from, to] = [own(before, name), own(after, name)];
    if (same(from, to)) continue;
    if (to === undefined) changes.push([name, null]);
    else changes.push([name, isObject(from) && isObject(to) ? diff(from, to) : to]);
  }
  return changes.length ? Object.fromEntries(changes) : undefined;
}

/**
 * Apply a merge patch to a document.
 * @param {any} target
 * @param {any} patch
 * @returns {any}
 */
export function patched(target, patch) {
  if (!isObject(patch)) return patch;
  const result = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name);
    else result.set(name, patched(result.get(name), value));
  }
  return Object.fromEntries(result);
}

/**
 * Merge two documents that share a base. A change made on one side only is taken. If both sides changed a field to
 * different values, `merged` has mine and `conflicts` lists the field.
 *
 * A field is any value that is not an object, such as a string or a list. If one side removed an entry that the other
 * changed, the whole entry is in conflict.
 * @param {any} base
 * @param {any} mine
 * @param {any} theirs
 * @returns {{merged: any, conflicts: Conflict[]}}
 */
export function mergeThree(base, mine, theirs) {
  /** @type {Conflict[]} */
  const conflicts = [];

  /** @param {any} from @param {any} left @param {any} right @param {Path} path @returns {any} */
  function merge(from, left, right, path) {
    if (same(left, right) || same(from, right)) return left;
    if (same(from, left)) return right;
    if (isObject(left) && isObject(right)) {
      /** @type {[string, any][]} */
      const fields = [];
      for (const name of union(left, right)) {
        const value = merge(own(from, name), own(left, name), own(right, name), [...path, name]);
        if (value !== undefined) fields.push([name, value]);
      }
      return Object.fromEntries(fields);
    }
    conflicts.push({ path, mine: left, theirs: right });
    return left;
  }

  return { merged: merge(base, mine, theirs, []), conflicts };
}

/**
 * The value at a path; undefined if it is missing.
 * @param {any} document
 * @param {Path} path
 * @returns {any}
 */
export function fieldAt(document, path) {
  return path.reduce((found, name) => own(found, name), document);
}

/**
 * A copy of a document with the value at a path replaced; undefined removes the field.
 * @param {any} document
 * @param {Path} path
 * @param {any} value
 * @returns {any}
 */
export function withField(document, [name, ...rest], value) {
  if (name === undefined) return value;
  const fields = new Map(isObject(document) ? Object.entries(document) : []);
  const field = withField(fields.get(name), rest, value);
  if (field === undefined) fields.delete(name);
  else fields.set(name, field);
  // Removing a field must not create the objects around it.
  return value === undefined && document === undefined ? undefined : Object.fromEntries(fields);
}

/**
 * The differences of two documents, as whole entries: a difference below `depth` is reported as its enclosing object.
 * @param {any} before
 * @param {any} after
 * @param {number} depth
 * @returns {{path: Path, before: any, after: any}[]}
 */
export function changedEntries(before, after, depth) {
  if (same(before, after)) return [];
  if (depth === 0 || !isObject(before) || !isObject(after)) return [{ path: [], before, after }];
  return union(before, after).flatMap((name) =>
    changedEntries(own(before, name), own(after, name), depth - 1).map((entry) => ({
      ...entry,
      path: [name, ...entry.path],
    })),
  );
}

/** @param {any} object @param {string} name */
function own(object, name) {
  return isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The names of both objects. @param {any} a @param {any} b */
function union(a, b) {
  return [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])];
}
