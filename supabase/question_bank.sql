-- The public question bank: 310 questions for practice, with keys, explanations and what to read next.
-- Running it again changes nothing: ids are fixed, and every insert uses "on conflict do nothing".
-- Written in a short form, which the end of the file converts to questions and keys:
--   options   in order, lettered a, b, c, d
--   keywords  'keyword|synonym|synonym'; needed: how many of them give all points (null: all)
--   criteria  'id|points|text'
--   source    'title|url'
-- tests/question_bank checks it: code runs, no question repeats another, good answers find the keywords.

create temporary table seed_questions (
  id uuid primary key,
  interview_type text not null,
  domain text not null,
  difficulty text not null,
  kind text not null,
  points integer not null,
  time_limit_seconds integer not null,
  prompt text not null,
  options text[],
  correct_option text,
  keywords text[],
  needed integer,
  criteria text[],
  sample_solution text,
  explanation text not null,
  source text not null
);

-- frontend: javascript ------------------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b1000000-0000-4000-8000-000000000001', 'frontend', 'javascript', 'easy', 'mcq', 5, 45,
   $$After `const doubled = [1, 2, 3].map((n) => { n * 2 })`, what does `doubled` hold?$$,
   array['Nothing: the line throws a SyntaxError',
         '`[undefined, undefined, undefined]`, because a body in braces needs `return`',
         '`[2, 4, 6]`, because an arrow function returns the value of its last expression',
         '`[1, 2, 3]`, because `map` leaves the elements as they are'], 'b',
   'A body in braces is a block of statements, and without `return` each call gives `undefined`. Only an expression body, as in `(n) => n * 2`, '
   'is returned implicitly. It is no syntax error: `n * 2` is a valid statement whose value is thrown away.',
   'MDN: Arrow function expressions|https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Functions/Arrow_functions'),
  ('b1000000-0000-4000-8000-000000000002', 'frontend', 'javascript', 'easy', 'mcq', 5, 45,
   $$An optional setting may be missing (`undefined` or `null`), and `0` and `''` are valid values.
Which expression gives the setting, or 10 when it is missing?$$,
   array['`value && 10`',
         '`value || 10`',
         '`value ? value : 10`',
         '`value ?? 10`'], 'd',
   '`??` uses the right side only for `null` and `undefined`. `||` is the usual mistake: it replaces every falsy value, so a valid `0` or `''''` '
   'would become 10. The ternary has the same fault.',
   'MDN: Nullish coalescing operator (??)|https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Operators/Nullish_coalescing'),
  ('b1000000-0000-4000-8000-000000000003', 'frontend', 'javascript', 'medium', 'mcq', 10, 60,
   $$Files must be uploaded one after another: each upload starts only after the previous one has finished.
`upload(file)` returns a promise. Which line does that inside an async function?$$,
   array['`await files.map(async (file) => { await upload(file); })`',
         '`for (const file of files) await upload(file)`',
         '`files.forEach(async (file) => { await upload(file); })`',
         '`await Promise.all(files.map((file) => upload(file)))`'], 'b',
   '`await` inside a `for … of` loop suspends the async function, so the next upload begins only after the previous promise has settled. '
   '`forEach` ignores the promises that its callback returns, so it starts all uploads at once. `Promise.all` waits for all of them, but they '
   'have all been started together.',
   'MDN: for...of|https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Statements/for...of'),
  ('b1000000-0000-4000-8000-000000000004', 'frontend', 'javascript', 'medium', 'mcq', 10, 75,
   $$A search box sends a request for every change and shows each result when it arrives.
Sometimes the final list belongs to an earlier input than the one on screen.
Which change guarantees that the list always ends up showing the result for the latest input?$$,
   array['Keep results in a cache with the input as key, so that repeated inputs are answered from memory instantly',
         'Abort the previous request before sending the next one, and ignore results of aborted requests',
         'Wait 300 ms after the last key press before sending a request',
         'Pass all pending requests to `Promise.race` and show the winner'], 'b',
   'Once an older request is aborted and its result is ignored, nothing but the latest input can write to the list. Waiting 300 ms makes the '
   'race rarer and does not remove it: a slow response can still arrive after a later one. `Promise.race` shows the fastest response, which may '
   'be the oldest.',
   'MDN: AbortController|https://developer.mozilla.org/en-US/docs/Web/API/AbortController'),
  ('b1000000-0000-4000-8000-000000000005', 'frontend', 'javascript', 'medium', 'mcq', 10, 60,
   $$A single-page app grows by 20 MB each time a chart view is opened and closed.
The view's constructor runs `window.addEventListener('resize', () => this.redraw())`. Why is its memory not released?$$,
   array['Resize events queue up faster than they are handled; the handler has to be debounced or throttled',
         'Arrow functions are bound to the page and never collected; a `function` expression would be released',
         'The browser caches detached elements until the page is reloaded',
         'The listener keeps the view reachable from `window`; it has to be removed when the view closes'], 'd',
   '`window` lives as long as the page and refers to the listener, the arrow function refers to `this`, and so the whole view stays reachable. A '
   'debounced handler would run less often and leak just as much. Remove the listener when the view closes, or register it with an AbortSignal.',
   'MDN: Memory management|https://developer.mozilla.org/en-US/docs/Web/JavaScript/Guide/Memory_management'),
  ('b1000000-0000-4000-8000-000000000015', 'frontend', 'javascript', 'easy', 'mcq', 5, 45,
   $$A function declares `var a`, `let b` and `const c = []`, all inside the braces of an `if`.
Which statement is right after the closing brace, still inside the function?$$,
   array['`a` and `b` can both be used, because a function is one scope; `c.push(1)` threw a TypeError',
         '`a` can be used and `b` cannot; `c.push(1)` inside the braces was allowed',
         '`a` can be used and `b` cannot; `c.push(1)` inside the braces threw a TypeError',
         '`b` can be used and `a` cannot; `c.push(1)` inside the braces was allowed'], 'b',
   '`var` belongs to the whole function, `let` and `const` belong to the enclosing block. `const` forbids assigning the variable again, but says '
   'nothing about the object it refers to, so `c.push(1)` works. Freezing the content would take `Object.freeze`.',
   'MDN: const|https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Statements/const'),
  ('b1000000-0000-4000-8000-000000000016', 'frontend', 'javascript', 'medium', 'mcq', 10, 60,
   $$A script runs `setTimeout(f, 0); Promise.resolve().then(g); h();`. In which order are the three functions called?$$,
   array['f, then g, then h: with a delay of 0 the timer fires at once, then the promise',
         'h, then f, then g: the timer was registered first, so its task comes first',
         'g, then h, then f: a promise that is already fulfilled calls its callback immediately',
         'h, then g, then f: promise callbacks run right after the current script, before the next timer'], 'd',
   'The script itself runs to its end first, so `h` comes first. Then the microtask queue, where promise callbacks wait, is emptied completely '
   'before the event loop takes the next task, which is the timer. Even a fulfilled promise never calls its callback synchronously.',
   'MDN: Using microtasks in JavaScript with queueMicrotask()|https://developer.mozilla.org/en-US/docs/Web/API/HTML_DOM_API/Microtask_guide'),
  ('b1000000-0000-4000-8000-000000000028', 'frontend', 'javascript', 'hard', 'mcq', 15, 75,
   $$`await Promise.all([save(a), save(b)])` runs inside `try … catch`. `save(a)` rejects after one second, `save(b)` after three.
What happens to the second rejection?$$,
   array['It is dropped without a trace: `Promise.all` has handled it already',
         'It never occurs, because `Promise.all` cancels what is still running',
         'The browser reports it as an `unhandledrejection`',
         'The `catch` block runs a second time, with the second error'], 'a',
   '`Promise.all` attaches handlers to every promise, so none counts as unhandled, and it settles once, with the first error. Nothing cancels '
   '`save(b)`: it runs to its end, and its error is lost. `Promise.allSettled` returns all outcomes.',
   'MDN: Promise.all()|https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Promise/all');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b1000000-0000-4000-8000-000000000021', 'frontend', 'javascript', 'medium', 'code', 20, 480,
   $$Write `async function retry(operation, attempts, delayMs)` in JavaScript; `attempts` is at least 1.
It calls `operation()`, which returns a promise or throws, at most `attempts` times and resolves with the first success.
It waits `delayMs` after the first failure and twice as long after each further one.
When the last attempt fails, it rejects with that attempt's error, without another wait.$$,
   array['attempts|7|Calls the operation at most the given number of times and stops at the first success',
         'backoff|6|Waits delayMs, then doubles, and does not wait after the last failure',
         'errors|4|Rejects with the error of the last attempt, also when operation throws synchronously',
         'clarity|3|Uses async and await readably, without nested callbacks'],
   $code$async function retry(operation, attempts, delayMs) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await operation();
    } catch (error) {
      if (attempt >= attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, delayMs * 2 ** (attempt - 1)));
    }
  }
}$code$,
   '`return await` inside `try` matters: without `await` a rejected promise would leave the function before `catch` sees it. The comparison with '
   '`attempts` comes before the wait, so the last failure is reported at once. Waiting a fixed time, or after the last failure, is what most '
   'first drafts get wrong.',
   'MDN: async function|https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Statements/async_function'),
  ('b1000000-0000-4000-8000-000000000022', 'frontend', 'javascript', 'hard', 'code', 25, 600,
   $$Write `async function mapLimit(items, limit, worker)` in JavaScript; `limit` is at least 1.
It calls `worker(item, index)`, which returns a promise, for every item, with never more than `limit` calls running at once,
and starts the next call as soon as one finishes. It resolves with the results in the order of the items.
When a worker rejects, it rejects with that error and does not start any of the remaining items.$$,
   array['concurrency|9|Never more than limit calls at once, and a free slot is used immediately (no fixed batches)',
         'order|6|Results are in the order of the items; an empty list gives an empty array',
         'failure|6|Rejects with the first error and starts no further items after it',
         'clarity|4|Clear structure, no polling and no leaked promises'],
   $code$async function mapLimit(items, limit, worker) {
  const results = new Array(items.length);
  let next = 0;
  async function run() {
    while (next < items.length) {
      const index = next;
      next += 1;
      try {
        results[index] = await worker(items[index], index);
      } catch (error) {
        next = items.length; // nobody starts another item
        throw error;
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, run));
  return results;
}$code$,
   '`limit` runners share one counter, so a free runner takes the next item at once, and results are stored by index, not by time of arrival. '
   'Splitting the items into batches is the likely mistake: each batch waits for its slowest item. Moving the counter to the end stops the other '
   'runners after a failure.',
   'MDN: Promise.all()|https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Promise/all');

-- frontend: react -----------------------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b1000000-0000-4000-8000-000000000006', 'frontend', 'react', 'easy', 'mcq', 5, 45,
   $$A list of rows with text inputs uses the array index as `key`.
After the first row is deleted, the typed texts appear in the wrong rows. What is the right fix?$$,
   array['Use an id that belongs to the data of each row as its key',
         'Use the current text of each row as its key',
         'Use `Math.random()` as key, so that every row is unique',
         'Wrap the row component in `React.memo`'], 'a',
   'React matches rows of two renders by key, so state and DOM inputs follow the key. With the index as key, every row after a deleted one '
   'inherits its predecessor''s input. `Math.random()` gives each row a new key in each render, which throws all inputs away.',
   'React: Rendering Lists|https://react.dev/learn/rendering-lists'),
  ('b1000000-0000-4000-8000-000000000007', 'frontend', 'react', 'easy', 'mcq', 5, 45,
   $$`count` is 0, and a click handler runs `setCount(count + 1); setCount(count + 1);`.
What is shown after one click, and why?$$,
   array['2, because both updates are queued and then applied one after the other',
         '0, because React ignores the second update and then reverts the first one',
         '1 at first and then 2 after the next frame, because updates are batched',
         '1, because both calls use the value 0 that `count` has in this render'], 'd',
   'State is a snapshot: `count` is 0 for the whole handler, so both calls ask for 1. Batching is not the reason, because two queued values of 1 '
   'are still 1. To add twice, pass an updater: `setCount((c) => c + 1)`.',
   'React: Queueing a Series of State Updates|https://react.dev/learn/queueing-a-series-of-state-updates'),
  ('b1000000-0000-4000-8000-000000000008', 'frontend', 'react', 'medium', 'mcq', 10, 60,
   $$An effect opens a WebSocket for `roomId`, has the dependency list `[roomId]`, and returns a function that closes the socket.
When does React call that returned function?$$,
   array['Before the effect runs for another `roomId`, and on removal',
         'When the socket is closed by the server',
         'Only once, at the time when the component is removed from the page',
         'After every render of the component, whatever has changed in it'], 'a',
   'React runs the cleanup with the old values before it runs the effect again, and once more when the component is removed. With `[roomId]` it '
   'does not run after every render, only after those that changed `roomId`. Without the cleanup, sockets of earlier rooms would stay open.',
   'React: useEffect|https://react.dev/reference/react/useEffect'),
  ('b1000000-0000-4000-8000-000000000009', 'frontend', 'react', 'medium', 'mcq', 10, 60,
   $$A provider renders `<SessionContext value={{ user, logout }}>`; `user` and `logout` keep their identity between renders.
All consumers re-render whenever the provider's parent does. Which change stops the needless re-renders?
The React Compiler is not in use.$$,
   array['Move the provider down, into each of the components that consume the context',
         'Build the value with `useMemo`, with `user` and `logout` as dependencies',
         'Copy the context value into local state in each consumer',
         'Wrap every consumer in `React.memo`'], 'b',
   'The object literal is new in every render, and consumers re-render when the context value changes by identity. `useMemo` returns the same '
   'object while `user` and `logout` are the same. `React.memo` compares props only: it does not protect from a changed context.',
   'React: useContext, optimizing re-renders|https://react.dev/reference/react/useContext#optimizing-re-renders-when-passing-objects-and-functions'),
  ('b1000000-0000-4000-8000-000000000017', 'frontend', 'react', 'easy', 'mcq', 5, 45,
   $$A component gets `color` as a prop and keeps `open` with `useState`. Which statement is right?$$,
   array['Its parent decides `open` and the component decides `color`; React renders again when either changes',
         'The component may assign both, but only an assignment of `open` makes React render again',
         'Neither may change during the component''s life; a change of either removes it and makes a new one',
         'Its parent decides `color` and the component decides `open`; React renders again when either changes'], 'd',
   'Props are passed in by the parent and are read-only for the component; state belongs to the component and is changed through its setter. A '
   'change of either makes React render again, without losing the component''s state. Assigning to a prop would change nothing that the parent '
   'knows of.',
   'React: Passing Props to a Component|https://react.dev/learn/passing-props-to-a-component'),
  ('b1000000-0000-4000-8000-000000000029', 'frontend', 'react', 'hard', 'mcq', 15, 75,
   $$A form keeps `fullName` in state, and an effect sets it from `firstName` and `lastName` whenever one of them changes.
Users see the old full name for a moment after typing. Which change is the right one?$$,
   array['Keep the full name in a ref, so that setting it does not cause another render',
         'Run the effect without a dependency list, so that it never misses a change',
         'Replace `useEffect` by `useLayoutEffect`, so that the state is set before painting',
         'Remove state and effect, and compute the full name while rendering'], 'd',
   'What can be computed from other state is no state: computed while rendering it can never be out of date. `useLayoutEffect` hides the '
   'flicker, but still renders twice and keeps two truths. A ref does not make React render, so the old name would stay on the screen.',
   'React: You Might Not Need an Effect|https://react.dev/learn/you-might-not-need-an-effect');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            keywords, needed, sample_solution, explanation, source) values
  ('b1000000-0000-4000-8000-000000000018', 'frontend', 'react', 'medium', 'short_answer', 15, 120,
   $$A text field in React is controlled. Name what holds its current value, what must be written so that typing changes it,
and what an uncontrolled field uses instead to read the value.$$,
   array['state|useState|setState|state variable',
         'onChange|change handler|on change|change event|onInput|input handler',
         'ref|refs|useRef|FormData|form data|from the DOM|DOM node|DOM element'], null,
   $$A controlled field gets its `value` from React state, and an `onChange` handler must put each change into that state.
An uncontrolled field keeps its value in the DOM, and code reads it with a ref or with FormData when it needs it.$$,
   'In a controlled field React state is the only place of the value, so without an `onChange` handler the field cannot be edited. An '
   'uncontrolled field leaves the value to the DOM, which is read through a ref or FormData. Mixing the two (a `value` without handler) gives a '
   'read-only field and a warning.',
   'React: input|https://react.dev/reference/react-dom/components/input');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b1000000-0000-4000-8000-000000000023', 'frontend', 'react', 'medium', 'code', 20, 420,
   $$Write a React hook `useDebouncedValue(value, delayMs)`.
It returns the given value, but follows a change only after the value has stayed the same for `delayMs` milliseconds.
Show in two or three lines how a search field would use it.$$,
   array['timing|8|Follows a change only after delayMs without another change; starts with the first value',
         'cleanup|6|Clears the timer on change and on unmount',
         'dependencies|3|The dependency list is complete',
         'usage|3|The example keeps the input immediate and uses the debounced value for the request'],
   $code$function useDebouncedValue(value, delayMs) {
  const [debounced, setDebounced] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDebounced(() => value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return debounced;
}

// const [text, setText] = useState('');
// const query = useDebouncedValue(text, 300);
// useEffect(() => { search(query); }, [query]);   <input value={text} onChange={(e) => setText(e.target.value)} />$code$,
   'The effect starts a timer for each new value, and its cleanup clears the previous one, so only a value that stayed the same for `delayMs` is '
   'taken over. The updater form `setDebounced(() => value)` also works for functions as values. Without the cleanup every intermediate value '
   'would arrive, only later.',
   'React: useEffect|https://react.dev/reference/react/useEffect'),
  ('b1000000-0000-4000-8000-000000000024', 'frontend', 'react', 'hard', 'code', 25, 720,
   $$Write a React hook `useJson(url)` with plain `fetch` that returns `{ status, data, error }`;
`status` is 'loading', 'success' or 'error'.
A new `url` starts a new request. The result of an earlier url must never be returned for a later one, not even in the first render with the new url,
and nothing may be set after unmount. An HTTP status outside 200-299 is an error.$$,
   array['states|7|Goes through loading to success or error, and back to loading when the url changes',
         'races|8|Aborts or ignores outdated requests, so that a late answer is never shown',
         'errors|6|Treats failed statuses and network failures as errors, but not its own abort',
         'clarity|4|Complete dependency list, cleanup in the effect, readable code'],
   $code$const LOADING = { status: 'loading', data: null, error: null };

function useJson(url) {
  const [settled, setSettled] = useState({ url: null, result: LOADING });

  useEffect(() => {
    const controller = new AbortController();
    const settle = (result) => {
      if (!controller.signal.aborted) setSettled({ url, result });
    };
    fetch(url, { signal: controller.signal })
      .then((response) => {
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        return response.json();
      })
      .then((data) => settle({ status: 'success', data, error: null }))
      .catch((error) => settle({ status: 'error', data: null, error }));
    return () => controller.abort();
  }, [url]);

  // An effect runs after the render: the state may still belong to the previous url.
  return settled.url === url ? settled.result : LOADING;
}$code$,
   'The state remembers which url it belongs to, and the hook returns it only for that url. Resetting the state in the effect is the likely '
   'mistake: the first render with the new url would still show the old data, because effects run after it. Aborting in the cleanup covers '
   'unmount and late responses.',
   'React: useEffect, fetching data|https://react.dev/reference/react/useEffect#fetching-data-with-effects'),
  ('b1000000-0000-4000-8000-000000000025', 'frontend', 'react', 'hard', 'open', 25, 420,
   $$A table of 5,000 rows with a filter field above it lags by half a second on every key press.
How do you find out where the time goes, which changes do you consider, in which order, and what does each one cost?$$,
   array['diagnosis|7|Profiles first (React Profiler, browser performance panel) in a production build and reads the result',
         'rendering|8|Renders fewer rows: virtualization or paging, with its cost for search in page, height and accessibility',
         'updates|6|Keeps typing responsive: deferred value or transition, memoized rows, state close to where it is used',
         'proof|4|Orders the changes by effect and verifies with a measurement on a slow device'],
   $$Record one key press with the React Profiler and the browser's performance panel, in a production build with CPU throttling.
The usual finding is that all 5,000 rows render again.
First render only the visible rows (virtualization) or page the table: the largest effect, but search in page, variable row heights and
screen readers need care. Then let typing stay urgent and the table follow (`useDeferredValue` or a transition); memoize rows with
stable props, and keep the state of the field out of the component that renders the table. If the filtering itself is slow, prepare the
search text once, move it to a worker or to the server. Measure again after each change.$$,
   'A profile comes first, because it tells rendering from filtering and layout, and each has another cure. Rendering only the visible rows '
   'removes most of the work; memoizing 5,000 rows still has to compare 5,000 rows. A deferred value keeps typing responsive, but does not make '
   'the table faster.',
   'React: useDeferredValue|https://react.dev/reference/react/useDeferredValue');

-- frontend: web_platform ----------------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b1000000-0000-4000-8000-000000000010', 'frontend', 'web_platform', 'easy', 'mcq', 5, 45,
   $$A control opens a dialog. Which markup works with keyboard and screen reader without any further code for focus or keys?$$,
   array['`<button type="button" onclick="openDialog()">Filter</button>`',
         '`<div class="button" onclick="openDialog()">Filter</div>`',
         '`<span role="button" onclick="openDialog()">Filter</span>`',
         '`<a onclick="openDialog()">Filter</a>`'], 'a',
   'A `button` can be focused, is announced as a button, and reacts to Enter and Space by itself. `role="button"` on a span only changes the '
   'announcement: focus and keys would need `tabindex` and key handlers. An `a` without `href` is not focusable at all.',
   'MDN: The button element|https://developer.mozilla.org/en-US/docs/Web/HTML/Reference/Elements/button'),
  ('b1000000-0000-4000-8000-000000000011', 'frontend', 'web_platform', 'easy', 'mcq', 5, 45,
   $$Cards should be at least 240 px wide, fill the width of the page even if there are only a few, and wrap to as many columns as fit.
Which declaration on the `display: grid` container does that without media queries?$$,
   array['`grid-template-columns: repeat(auto-fill, 240px)`',
         '`grid-template-columns: repeat(auto-fit, minmax(240px, 1fr))`',
         '`grid-auto-flow: column; grid-auto-columns: minmax(240px, 1fr)`',
         '`grid-template-columns: 240px auto`'], 'b',
   '`auto-fit` makes as many columns as fit and collapses empty ones, and `minmax(240px, 1fr)` lets the others grow. `auto-fill` with a fixed '
   '240px wraps too, but leaves unused space at the end of each row. `grid-auto-flow: column` puts all cards into one row.',
   'MDN: repeat()|https://developer.mozilla.org/en-US/docs/Web/CSS/repeat'),
  ('b1000000-0000-4000-8000-000000000012', 'frontend', 'web_platform', 'medium', 'mcq', 10, 45,
   $$A session cookie should be hidden from scripts, never travel over plain HTTP,
and not be sent with form posts or embedded requests from other sites. Which attributes does it need?$$,
   array['`HttpOnly; Secure; SameSite=Lax`',
         '`Secure; Path=/; Max-Age=3600`',
         '`HttpOnly; Domain=.example.com; SameSite=None`',
         '`Secure; SameSite=None; Partitioned`'], 'a',
   '`HttpOnly` hides the cookie from scripts, `Secure` restricts it to HTTPS, and `SameSite=Lax` keeps it out of cross-site posts and embedded '
   'requests while links from other sites still work. `SameSite=None` does the opposite: it allows the cookie in every cross-site request. '
   '`Path` and `Max-Age` say where and how long, and protect nothing.',
   'MDN: Using HTTP cookies|https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Cookies'),
  ('b1000000-0000-4000-8000-000000000013', 'frontend', 'web_platform', 'medium', 'mcq', 10, 60,
   $$A page on https://app.example calls https://api.example with an `Authorization` header.
The browser reports a failed CORS preflight; the same call works with curl. Where is the fix?$$,
   array['In the API: answer OPTIONS, allowing this origin and the `Authorization` header',
         'In the page: send `Origin` and `Access-Control-Allow-Origin` headers along with the request',
         'In the page''s Content-Security-Policy: add the API to `connect-src`',
         'In the page: call `fetch` with `mode: "no-cors"`'], 'a',
   'The browser asks the API in an OPTIONS request whether this origin may send an `Authorization` header, so only the API''s response can permit '
   'it. A page cannot grant itself access: `Access-Control-Allow-Origin` is a response header, and `no-cors` would strip the `Authorization` '
   'header. curl works because it enforces no CORS.',
   'MDN: Cross-Origin Resource Sharing|https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS'),
  ('b1000000-0000-4000-8000-000000000014', 'frontend', 'web_platform', 'medium', 'mcq', 10, 60,
   $$A page needs one inline bootstrap script of its own. A content security policy should let this script run
and block inline scripts that an attacker manages to inject. Which policy does that?$$,
   array['`script-src ''self''`, with the inline script marked as `type="module"`',
         '`script-src ''self'' ''unsafe-inline''`',
         '`script-src https:`, with all pages served over HTTPS',
         '`script-src ''nonce-…''`, with a random nonce made anew for each response'], 'd',
   'A nonce that is random in each response marks the one script that the server meant, and an injected script cannot know it. `''unsafe-inline''` '
   'allows every inline script, the injected one included. `type="module"` does not make an inline script come from `''self''`.',
   'MDN: Content Security Policy|https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CSP'),
  ('b1000000-0000-4000-8000-000000000030', 'frontend', 'web_platform', 'medium', 'mcq', 10, 60,
   $$A service worker answers every request from its cache first. After a deployment many users keep seeing the old app, some of them for days.
Which strategy fixes this and still opens offline?$$,
   array['Give each cached response a lifetime of one hour by `Cache-Control`',
         'Fetch pages from the network first, cache hashed assets first',
         'Register the service worker again at every page load, under the same URL',
         'Delete all caches whenever the service worker starts, and fill them again'], 'b',
   'Network first gives pages the current references, and hashed assets may come from the cache because a changed file has a new name; without a '
   'network the cached page is used. `Cache-Control` has no effect on responses that a service worker takes from the Cache API. Deleting all '
   'caches at each start would break the app offline.',
   'MDN: Caching in progressive web apps|https://developer.mozilla.org/en-US/docs/Web/Progressive_web_apps/Guides/Caching');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            keywords, needed, sample_solution, explanation, source) values
  ('b1000000-0000-4000-8000-000000000019', 'frontend', 'web_platform', 'easy', 'short_answer', 10, 150,
   $$Say when an image needs descriptive `alt` text, when `alt` should be empty, and which users depend on it.$$,
   array['screen reader|screen readers|screenreader|screenreaders|assistive technology|assistive technologies|blind|visually impaired|low vision|'
         'cannot see',
         'decorative|decoration|purely visual|ornamental|ornament|adds nothing|no meaning|no information',
         'information|informative|meaning|meaningful|content|function|purpose|conveys|convey|link|button|important'], null,
   $$An image that carries information or is a link needs an `alt` text that says its meaning or purpose.
A purely decorative image gets `alt=""`, so that a screen reader skips it.
Blind people who use screen readers depend on it, and everybody sees it when the image fails to load.$$,
   '`alt` replaces the image for people who do not see it, so it says what the image means in its place, not what it looks like. An empty '
   '`alt=""` tells a screen reader to skip a decorative image. Leaving the attribute out is the common mistake: many screen readers then read '
   'the file name.',
   'W3C WAI: Images Tutorial|https://www.w3.org/WAI/tutorials/images/'),
  ('b1000000-0000-4000-8000-000000000020', 'frontend', 'web_platform', 'medium', 'short_answer', 15, 120,
   $$Name the three Core Web Vitals and say for each of them what it measures.$$,
   array['LCP|largest contentful paint',
         'INP|interaction to next paint',
         'CLS|cumulative layout shift',
         'loading|load|loads|loaded|main content|largest element|biggest element|largest image',
         'responsiveness|responsive|responds|respond|reacts|react|interactivity|interactions|input delay|clicks|after a click|taps',
         'stability|stable|shift|shifts|jumps|jump|jumping|moves|move|moving'], null,
   $$LCP, Largest Contentful Paint: loading, how soon the main content is visible.
INP, Interaction to Next Paint: responsiveness, how quickly the page reacts to clicks and keys.
CLS, Cumulative Layout Shift: visual stability, how much content moves unexpectedly.$$,
   'LCP measures loading, INP responsiveness and CLS visual stability. INP replaced First Input Delay in 2024, because the delay of the first '
   'input alone said little about the rest of a visit. All three are judged at the 75th percentile of real visits, not in a laboratory.',
   'web.dev: Web Vitals|https://web.dev/articles/vitals');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b1000000-0000-4000-8000-000000000026', 'frontend', 'web_platform', 'hard', 'code', 25, 720,
   $$Write a JavaScript class `Outbox` for answers that must survive a reload while the network is down.
`new Outbox(storage)` takes `localStorage` or an object with the same methods.
`add(item)` stores an item. `flush(send)` calls `await send(item)` for the stored items, oldest first.
An item is removed only after its `send` has resolved; the first failure stops the flush, rejects, and keeps the rest.
Two overlapping calls of `flush` in the same tab must not send an item twice.$$,
   array['durability|8|Items are stored at once, survive a reload, and are removed only after send has resolved',
         'order|5|Oldest first; a failure stops the flush and keeps that item and all later ones',
         'overlap|7|Overlapping flush calls share one run; items added meanwhile are not lost',
         'clarity|5|Small, readable, and works again after a failed flush'],
   $code$class Outbox {
  #storage;
  #running = null;

  constructor(storage) {
    this.#storage = storage;
  }

  add(item) {
    this.#write([...this.#read(), item]);
  }

  flush(send) {
    this.#running ??= this.#drain(send).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #drain(send) {
    for (let items = this.#read(); items.length > 0; items = this.#read()) {
      await send(items[0]);
      this.#write(this.#read().slice(1)); // read again: add() may have run meanwhile
    }
  }

  #read() {
    return JSON.parse(this.#storage.getItem('outbox') ?? '[]');
  }

  #write(items) {
    this.#storage.setItem('outbox', JSON.stringify(items));
  }
}$code$,
   'An item leaves the storage only after its `send` has resolved, so a reload at any moment repeats at most that one item. Sharing the running '
   'promise makes overlapping flushes one. Reading the list again before writing it is the subtle part: otherwise an item added during `send` '
   'would be overwritten.',
   'MDN: Storage|https://developer.mozilla.org/en-US/docs/Web/API/Storage'),
  ('b1000000-0000-4000-8000-000000000027', 'frontend', 'web_platform', 'hard', 'open', 25, 420,
   $$A public product page has a Largest Contentful Paint of 5.2 seconds on mid-range phones; the goal is 2.5 seconds.
Explain how you split up those 5.2 seconds, what you would look at in each part, and which changes you would try first.$$,
   array['breakdown|8|Splits LCP into server response, delay until the resource starts, its download, and rendering',
         'field_data|4|Uses real-user data as well as lab runs on throttled devices',
         'changes|9|Fitting changes: caching or streaming HTML, early discovery and priority of the image, size and format, less blocking CSS and '
         'script',
         'verification|4|Verifies at the 75th percentile in the field and guards it with a budget or a check in CI'],
   $$Take real-user data to see which element is the LCP and on which pages, then a throttled lab trace of one of them.
Split the time: server response (caching at the edge, slow queries, redirects); delay until the image request starts (it is lazy-loaded,
found only by script or set in CSS: put it into the HTML, with high fetch priority or a preload); its download (size, modern format,
`srcset`, CDN); and the delay until it is painted (blocking CSS, fonts, long script tasks: inline critical CSS, defer the rest).
Start with the largest part. Verify at the 75th percentile in the field and keep a budget in CI.$$,
   'LCP is a sum of four parts, and only the largest part is worth working on first. Compressing the image is the popular first step, and does '
   'little when the image is discovered late or waits for blocking scripts. The 75th percentile of real users decides, because laboratory '
   'devices are faster than theirs.',
   'web.dev: Optimize Largest Contentful Paint|https://web.dev/articles/optimize-lcp');

-- frontend: typescript ------------------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b1000000-0000-4000-8000-000000000031', 'frontend', 'typescript', 'easy', 'mcq', 5, 45,
   $$A function gets `value: unknown`. What must happen before `value.toUpperCase()` compiles?$$,
   array['The parameter needs a default value that is a string',
         'The code has to narrow it, for example with `typeof value === ''string''`',
         '`value` has to be declared with `let` instead of `const`',
         'Nothing: `unknown` allows everything, like `any`'], 'b',
   '`unknown` holds any value but allows no operation until the code has shown what it is. `any` is the type that switches checking off, and is '
   'often confused with it. A cast would compile too, but proves nothing at run time.',
   'TypeScript: Handbook, unknown|https://www.typescriptlang.org/docs/handbook/2/functions.html#unknown'),
  ('b1000000-0000-4000-8000-000000000032', 'frontend', 'typescript', 'easy', 'mcq', 5, 45,
   $$`interface User { name: string; email?: string }`. What is the type of `user.email` under `strict`?$$,
   array['`any`, because it may be missing',
         '`string`, and reading a missing one throws',
         '`string | null`, because optional means null',
         '`string | undefined`'], 'd',
   'An optional property may be absent, and reading an absent property gives `undefined`, so the type includes it. `null` is another value that '
   'would have to be written in the type. TypeScript adds no check at run time, so nothing throws when it is read.',
   'TypeScript: Handbook, optional properties|https://www.typescriptlang.org/docs/handbook/2/objects.html#optional-properties'),
  ('b1000000-0000-4000-8000-000000000033', 'frontend', 'typescript', 'easy', 'mcq', 5, 45,
   $$What does the compiler do with `const user = JSON.parse(text) as User`, if `text` lacks the member `name` of `User`?$$,
   array['Nothing: it compiles, and `user.name` is `undefined` when the program runs',
         'It reports an error, because `JSON.parse` returns `unknown`',
         'It adds code that throws a TypeError where the member is missing',
         'It fills the missing member with an empty string, the default of its type'], 'a',
   '`as` tells the compiler what to believe, and types are erased before the program runs. `JSON.parse` returns `any`, so not even a warning '
   'appears. Data from outside need a check at run time, by hand or with a schema library.',
   'TypeScript: Handbook, type assertions|https://www.typescriptlang.org/docs/handbook/2/everyday-types.html#type-assertions'),
  ('b1000000-0000-4000-8000-000000000034', 'frontend', 'typescript', 'easy', 'mcq', 5, 45,
   $$`const sizes = ['s', 'm', 'l']` has the type `string[]`. Which change gives a type with exactly these three values?$$,
   array['Declare it with `let` so that it can be inferred again',
         'Write `: Array<string>` after the name',
         'Call `Object.freeze(sizes)` in the next line',
         'Write `as const` after the array'], 'd',
   '`as const` infers the narrowest types: a read-only tuple of the three literals, and `(typeof sizes)[number]` is their union. `Object.freeze` '
   'in a later line acts at run time and does not change the declared type. `Array<string>` is the same as `string[]`.',
   'TypeScript: Handbook, literal inference|https://www.typescriptlang.org/docs/handbook/2/everyday-types.html#literal-inference'),
  ('b1000000-0000-4000-8000-000000000035', 'frontend', 'typescript', 'medium', 'mcq', 10, 60,
   $$`type Shape = { kind: 'circle'; radius: number } | { kind: 'square'; side: number }`.
How do you make the compiler complain in `area(shape)` when somebody adds a third kind and forgets it there?$$,
   array['Switch over `kind` and return 0 in the default branch, so that every kind is covered',
         'Give `Shape` an index signature',
         'Mark every member of each shape as `readonly`',
         'Switch over `kind` and assign the shape to a `never` in the default branch'], 'd',
   'After all known kinds are handled the type in the default branch is `never`; a new kind makes it something else, and the assignment fails to '
   'compile. A default of 0 hides the forgotten kind until somebody sees the wrong area. `readonly` has nothing to do with completeness.',
   'TypeScript: Handbook, exhaustiveness checking|https://www.typescriptlang.org/docs/handbook/2/narrowing.html#exhaustiveness-checking'),
  ('b1000000-0000-4000-8000-000000000036', 'frontend', 'typescript', 'medium', 'mcq', 10, 60,
   $$Why does `interface Point { x: number; y: number }` accept `{ x: 1, y: 2, label: 'a' }` in a variable, but not as a literal in the call?$$,
   array['An interface may get more members later, so only variables may have more than it names',
         'Types are structural; only fresh literals are checked for excess properties',
         'The variable is widened to `any` when it is passed to a function',
         'Variables are checked at run time, and literals at compile time'], 'b',
   'TypeScript compares structure, and an object with more members still is a `Point`. A literal written directly into the call gets an extra '
   'check, because an unknown member there is usually a typing error. Nothing is checked at run time.',
   'TypeScript: Handbook, excess property checks|https://www.typescriptlang.org/docs/handbook/2/objects.html#excess-property-checks'),
  ('b1000000-0000-4000-8000-000000000037', 'frontend', 'typescript', 'medium', 'mcq', 10, 45,
   $$`function first<T>(items: T[]): T` is called with an empty array. Which signature tells the truth to its callers?$$,
   array['`function first<T extends object>(items: T[]): NonNullable<T>`',
         '`function first<T>(items: T[]): T | never`',
         '`function first<T>(items: T[]): T | undefined`',
         '`function first(items: any[]): any`'], 'c',
   '`items[0]` of an empty array is `undefined`, so the return type has to include it, and callers must deal with it. `T | never` is just `T`. '
   'The option `noUncheckedIndexedAccess` makes the compiler find such places by itself.',
   'TypeScript: noUncheckedIndexedAccess|https://www.typescriptlang.org/tsconfig/#noUncheckedIndexedAccess'),
  ('b1000000-0000-4000-8000-000000000038', 'frontend', 'typescript', 'medium', 'mcq', 10, 45,
   $$A form edits some members of `User` and sends only those. Which type describes what is sent?$$,
   array['`Required<User>`',
         '`Partial<User>`',
         '`Record<string, User>`',
         '`Readonly<Pick<User, keyof User>>`'], 'b',
   '`Partial<User>` makes each member optional and keeps its type. `Required` does the opposite. `Pick<User, keyof User>` is the same as `User`, '
   'all members required, only read-only.',
   'TypeScript: Utility Types|https://www.typescriptlang.org/docs/handbook/utility-types.html'),
  ('b1000000-0000-4000-8000-000000000039', 'frontend', 'typescript', 'medium', 'mcq', 10, 45,
   $$`catch (error) { report(error.message) }` does not compile under `strict`. What is the right fix?$$,
   array['Turn `strict` off for this one file',
         'Write `catch (error: Error)`',
         'Check `error instanceof Error` first, and report something else for other values',
         'Write `catch (error) { report((error as Error).message) }`'], 'c',
   'JavaScript can throw any value, so a caught error is `unknown` and must be narrowed. A type annotation other than `any` or `unknown` is not '
   'allowed there. The assertion compiles, and reports `undefined` when a string was thrown.',
   'TypeScript: useUnknownInCatchVariables|https://www.typescriptlang.org/tsconfig/#useUnknownInCatchVariables'),
  ('b1000000-0000-4000-8000-000000000040', 'frontend', 'typescript', 'hard', 'mcq', 15, 75,
   $$`type Handler = (event: MouseEvent) => void`. Which function may be assigned to it under `strictFunctionTypes`?$$,
   array['`(event: PointerEvent) => void`, which knows more about its event',
         '`(event: MouseEvent, more: string) => void`, which takes more',
         '`(event: Event) => void`, which needs less than it gets',
         '`(event: KeyboardEvent) => void`, because both are events'], 'c',
   'The caller passes a `MouseEvent`, and a function that works for every `Event` works for that one: parameters are compared contravariantly. '
   'One that needs a `PointerEvent` could read members that are not there. A function with an additional required parameter would not get it.',
   'TypeScript: strictFunctionTypes|https://www.typescriptlang.org/tsconfig/#strictFunctionTypes'),
  ('b1000000-0000-4000-8000-000000000041', 'frontend', 'typescript', 'hard', 'mcq', 15, 60,
   $$`type Item<T> = T extends (infer U)[] ? U : T`. What is `Item<string[] | number>`?$$,
   array['`unknown`, because `U` cannot be inferred for a union',
         '`string | number`',
         '`never`, because no member fits both branches',
         '`string[] | number`, because a union is not an array'], 'b',
   'A conditional type over a bare type parameter distributes over a union: `string[]` gives `string`, and `number` gives `number`. Without '
   'distribution the union as a whole would be tested, and it is no array. Writing `[T] extends [...]` switches distribution off.',
   'TypeScript: Handbook, distributive conditional types|'
   'https://www.typescriptlang.org/docs/handbook/2/conditional-types.html#distributive-conditional-types'),
  ('b1000000-0000-4000-8000-000000000042', 'frontend', 'typescript', 'hard', 'mcq', 15, 75,
   $$`const routes: Record<string, Route> = { home: …, about: … }` compiles, and so does `routes.hmoe`. You want the shape checked and the names known.
Which declaration gives both?$$,
   array['`const routes = { home: …, about: … } satisfies Record<string, Route>`',
         '`const routes: Readonly<Record<string, Route>> = { home: …, about: … }`',
         '`const routes = { home: …, about: … } as Record<string, Route>`',
         '`const routes: { [name: string]: Route | undefined } = { home: …, about: … }`'], 'a',
   '`satisfies` checks the value against the type and keeps the inferred type, with exactly the two names. An annotation replaces the inferred '
   'type, so every string is a name. `as` does the same and checks less.',
   'TypeScript: The satisfies operator (4.9)|https://www.typescriptlang.org/docs/handbook/release-notes/typescript-4-9.html#the-satisfies-operator'),
  ('b1000000-0000-4000-8000-000000000043', 'frontend', 'typescript', 'hard', 'mcq', 15, 75,
   $$User ids and order ids are both strings, and somebody passed one for the other. Which change lets the compiler find that, at no cost at run time?$$,
   array['Alias them: `type UserId = string` and `type OrderId = string`',
         'Wrap each in an object with one member `value: string`',
         'Brand them: `type UserId = string & { readonly __brand: ''UserId'' }`, likewise `OrderId`',
         'Declare both as `readonly string`, so that they cannot be exchanged'], 'c',
   'TypeScript compares structure, so two aliases of `string` are the same type. The brand exists only in the type and makes the two different; '
   'one function per id makes the assertion. Wrapping would not help: two objects with the same member are the same type again.',
   'TypeScript: Type Compatibility|https://www.typescriptlang.org/docs/handbook/type-compatibility.html');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            keywords, needed, sample_solution, explanation, source) values
  ('b1000000-0000-4000-8000-000000000044', 'frontend', 'typescript', 'easy', 'short_answer', 10, 120,
   $$Name what `strictNullChecks` changes about `null` and `undefined`, and two ways to satisfy the compiler where a value may be missing.$$,
   array['not assignable|separate|own type|own types|not part|no longer|only if|explicit|explicitly|must be declared|in the type|distinct',
         'check|checks|an if|narrow|narrowing|guard|!== undefined|!= null|early return',
         'optional chaining|?.|??|default|nullish|fallback|non-null assertion'], null,
   $$Without it every type silently includes null and undefined; with it they are types of their own that must be declared (`string | null`).
Check the value with an `if` before use, or give a default with `??` (or use optional chaining `?.`).$$,
   'The option makes a missing value visible in the type, so the compiler can ask for a check where it matters. A check, a default and optional '
   'chaining all give a value for each case. The non-null assertion `!` satisfies the compiler too, but only by promising what may not hold.',
   'TypeScript: strictNullChecks|https://www.typescriptlang.org/tsconfig/#strictNullChecks'),
  ('b1000000-0000-4000-8000-000000000045', 'frontend', 'typescript', 'medium', 'short_answer', 15, 120,
   $$A union type is to be narrowed. Name three different ways in which code can show the compiler which member it has.$$,
   array['typeof',
         'instanceof',
         'in operator|`in`|''in''|property exists|has the property|own property',
         'discriminant|discriminated|discriminated union|discriminant property|literal property|switch|common property',
         'type guard|type predicate|user-defined|predicate function|assertion function|asserts',
         'equality|===|truthiness|truthy|null check'], 3,
   $$`typeof` for primitives, `instanceof` for classes, the `in` operator for a property, a common literal property such as `kind`
(discriminated union), or an own function with a type predicate (`value is Circle`).$$,
   'All of them are ordinary JavaScript that runs, and the compiler follows what the code has tested. A cast is the likely wrong answer: it '
   'shows nothing, and is wrong whenever the value is. A discriminated union is the way that scales, because a switch over it can be checked for '
   'completeness.',
   'TypeScript: Handbook, narrowing|https://www.typescriptlang.org/docs/handbook/2/narrowing.html'),
  ('b1000000-0000-4000-8000-000000000046', 'frontend', 'typescript', 'medium', 'short_answer', 15, 150,
   $$Types of TypeScript do not exist when the program runs. Name two consequences for code at the border of a program, and what to use there instead.$$,
   array['erased|removed|gone|no types at run time|not checked|unchecked|no check|nothing checks|wrong data|does not match|lie|lies',
         'instanceof|for an interface|cannot test|can''t test|cannot check|typeof|reflection|no instanceof',
         'validate|validation|schema|zod|valibot|io-ts|ajv|parse|type guard|runtime check|run-time check|JSON schema'], null,
   $$Types are erased, so data from JSON, forms or an API are not checked: a wrong shape goes through. And code cannot ask for an interface at
run time, because `instanceof` works on classes only. Validate at the border with a schema or a type guard, and use the type after it.$$,
   'The compiler believes what it is told about data from outside, so a wrong response travels far before it fails. A schema checks it once at '
   'the border and gives the type at the same time. A cast is the likely mistake, because it looks like a check.',
   'TypeScript: TypeScript for JavaScript Programmers|https://www.typescriptlang.org/docs/handbook/typescript-in-5-minutes.html'),
  ('b1000000-0000-4000-8000-000000000047', 'frontend', 'typescript', 'hard', 'short_answer', 20, 120,
   $$Explain the difference between `interface` and `type` in what each can do that the other cannot. Name one ability of each.$$,
   array['declaration merging|merge|merged|merging|augment|augmentation|reopened|extended later|declared twice|add members',
         'union|unions|tuple|primitive|primitives|mapped|conditional|alias any type|intersection'], null,
   $$An interface can be declared again, and the declarations are merged (declaration merging), which is how libraries are augmented.
A type alias can name any type: unions, tuples, primitives, mapped and conditional types. For plain object types both work.$$,
   'Merging lets you augment the types of a library; an alias can name what is no object type. That interfaces exist at run time is a common '
   'error: both are erased. A class can implement either, as long as it is an object type.',
   'TypeScript: Handbook, type aliases and interfaces|'
   'https://www.typescriptlang.org/docs/handbook/2/everyday-types.html#differences-between-type-aliases-and-interfaces');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b1000000-0000-4000-8000-000000000048', 'frontend', 'typescript', 'medium', 'code', 20, 420,
   $$Write in TypeScript a function `groupBy` that takes an array and a function from an element to a string key,
and returns a `Map` from key to the elements with that key, in their order. It must work for elements of any type and infer it,
and must not change the array. Its key type should be as narrow as what the function returns.$$,
   array['types|8|Generic in the element and in the key (K extends string), nothing is any',
         'grouping|8|Groups all elements, each group in the order of the array',
         'clarity|4|Small, readable, no cast that hides an error'],
   $code$function groupBy<T, K extends string>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}$code$,
   'Two type parameters are inferred from the call: the element, and the key as a union of literals where the function returns one. `readonly '
   'T[]` accepts both kinds of arrays and promises not to change it. An object instead of a Map is the likely first idea; keys such as '
   '`__proto__` break it.',
   'TypeScript: Handbook, generics|https://www.typescriptlang.org/docs/handbook/2/generics.html'),
  ('b1000000-0000-4000-8000-000000000049', 'frontend', 'typescript', 'hard', 'code', 25, 600,
   $$Write in TypeScript a type-safe `Emitter<Events>` class: `Events` maps names to the type of their payload.
`on(name, listener)` returns a function that removes the listener, and `emit(name, payload)` calls the listeners of that name in order.
A wrong name or payload must not compile. A listener that removes itself during `emit` must not make another one be skipped.$$,
   array['types|10|Name and payload are tied by a generic parameter (K extends keyof Events)',
         'behaviour|9|Calls in order; removal works, also twice and during emit',
         'strictness|6|Compiles under strict without any, and with at most one justified cast'],
   $code$type Listener<P> = (payload: P) => void;

class Emitter<Events extends object> {
  readonly #listeners: { [K in keyof Events]?: Set<Listener<Events[K]>> } = {};

  on<K extends keyof Events>(name: K, listener: Listener<Events[K]>): () => void {
    const own: Listener<Events[K]> = (payload) => listener(payload); // the same listener may be added twice
    const all = (this.#listeners[name] ??= new Set());
    all.add(own);
    return () => {
      all.delete(own);
    };
  }

  emit<K extends keyof Events>(name: K, payload: Events[K]): void {
    for (const listener of [...(this.#listeners[name] ?? [])]) listener(payload);
  }
}$code$,
   'The parameter `K extends keyof Events` ties the payload to the name, so `emit(''saved'', …)` accepts only its payload. Iterating over a copy '
   'keeps the order when a listener removes itself. Typing the payload as a union of all payloads is the likely mistake: then any payload fits '
   'any name.',
   'TypeScript: Handbook, mapped types|https://www.typescriptlang.org/docs/handbook/2/mapped-types.html'),
  ('b1000000-0000-4000-8000-000000000050', 'frontend', 'typescript', 'hard', 'open', 25, 420,
   $$A JavaScript application of 200,000 lines is to move to TypeScript while eight people go on delivering features.
Describe the order in which you go, which compiler options you start with and end with, and how you keep the progress from being undone.$$,
   array['order|8|File by file with allowJs and checkJs, from the leaves and the most used modules, no big bang',
         'strictness|7|Starts loose, ends with strict, and raises it step by step by directory or option',
         'borders|5|Types for APIs and stored data come from schemas or generated code, any is counted',
         'safeguard|5|CI refuses new any and errors, a number shows progress, the team is trained'],
   $$Let the compiler accept JavaScript beside TypeScript (`allowJs`), with the build unchanged, and convert file by file: first shared types and
leaf modules that many others import, then what changes most. Begin without `strict`, but with `noImplicitAny` for new files; turn the options
of `strict` on one by one, for directories that are ready (project references). Generate types of the API from its schema and check data at
the border.
CI refuses new errors and counts `any` and `@ts-expect-error`; the number may only fall. Pair in the first weeks, and do not refactor in the
same change.$$,
   'A migration beside daily work succeeds in steps that can stop anywhere. Converting everything at once blocks the features and makes types '
   'out of guesses. Strictness that CI holds is what keeps the gain; without it `any` grows back.',
   'TypeScript: Migrating from JavaScript|https://www.typescriptlang.org/docs/handbook/migrating-from-javascript.html');

-- backend: api_design -------------------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b2000000-0000-4000-8000-000000000001', 'backend', 'api_design', 'easy', 'mcq', 5, 45,
   $$POST /customers has created a customer before it answers. Which response follows HTTP conventions?$$,
   array['201 Created with a Location header for the new customer',
         '200 OK with an empty body; the client then asks for the list',
         '202 Accepted with the new customer in the body',
         '204 No Content'], 'a',
   '201 says that a resource was created, and `Location` names it, so the client needs no second look-up. 202 would mean that the work is not '
   'done yet. 200 and 204 are no errors, but they hide what was created and where.',
   'RFC 9110: 201 Created|https://www.rfc-editor.org/rfc/rfc9110.html#section-15.3.2'),
  ('b2000000-0000-4000-8000-000000000002', 'backend', 'api_design', 'easy', 'mcq', 5, 45,
   $$A client gets no response and does not know whether its request arrived.
Which list holds only methods that HTTP defines as idempotent, so that repeating the request has the same effect as sending it once?$$,
   array['PUT, POST and OPTIONS',
         'GET and POST',
         'GET, PUT and DELETE',
         'GET, PATCH and DELETE'], 'c',
   'RFC 9110 defines PUT, DELETE and the safe methods (GET, HEAD, OPTIONS, TRACE) as idempotent. POST and PATCH are not: a repeated POST may '
   'create a second resource, and a patch such as "add 1" has its effect twice. An API can make them repeatable with an idempotency key.',
   'RFC 9110: Idempotent Methods|https://www.rfc-editor.org/rfc/rfc9110.html#section-9.2.2'),
  ('b2000000-0000-4000-8000-000000000003', 'backend', 'api_design', 'medium', 'mcq', 10, 60,
   $$A feed lists the newest entries first and is paged with `limit` and `offset`.
While users scroll, new entries arrive, and users see some entries twice. Which change fixes this?$$,
   array['Return the total number of entries with each page',
         'Cache each page for one minute on the server',
         'Page by a cursor: entries after the (created_at, id) of the last one shown',
         'Use larger pages, so that fewer entries can arrive between two requests of a user'], 'c',
   'A cursor names the last entry that was shown, so new entries at the top do not move the page boundary. With `offset` every insertion shifts '
   'the list by one, whatever the page size. A cache on the server only delays the shift.',
   'Use The Index, Luke: Paging without OFFSET|https://use-the-index-luke.com/no-offset'),
  ('b2000000-0000-4000-8000-000000000004', 'backend', 'api_design', 'medium', 'mcq', 10, 60,
   $$A public JSON API documents that clients must ignore fields they do not know.
Which change to a response can be released without a new version?$$,
   array['Leaving out `phone`, which was documented as always present, when it is empty',
         'Sending `amount` as a string instead of a number, to keep its precision',
         'Adding a field `currency` beside `amount`',
         'Renaming the field `zip` to `postal_code`'], 'c',
   'Clients that ignore unknown fields are not affected by a new one. Renaming a field, changing its type and leaving out a field that was '
   'always there each break a client that reads it. The string instead of the number is tempting, because a person would not notice it.',
   'Google AIP-180: Backwards compatibility|https://google.aip.dev/180'),
  ('b2000000-0000-4000-8000-000000000005', 'backend', 'api_design', 'hard', 'mcq', 15, 75,
   $$A payment provider delivers webhooks at least once and sometimes out of order. Which handling is correct?$$,
   array['Process each event in the request, and answer 200 only if its timestamp is newer than that of the last event',
         'Verify and store the event under its unique id, answer 200, then act on the provider''s current state',
         'Answer 200 at once, keep the events in memory, and process them every minute, sorted by their timestamp',
         'Check the sender''s IP address, process the event in the request, and answer 500 for an id that was seen before'], 'b',
   'The stored event survives a crash and its unique id makes a repeat harmless; reading the provider''s current state makes the order of '
   'delivery irrelevant. Answering 200 before anything is stored loses events when the process dies. Answering 500 for a known id makes the '
   'provider send it again and again.',
   'Stripe: Best practices for using webhooks|https://docs.stripe.com/webhooks#best-practices'),
  ('b2000000-0000-4000-8000-000000000028', 'backend', 'api_design', 'hard', 'mcq', 15, 75,
   $$A GraphQL query asks for 50 posts and the author of each. The server's log shows one SQL query for the posts and 50 for authors,
most of them for the same few people. Which change removes this without changing the schema?$$,
   array['Add a join to the query of the posts, so that it always loads authors too',
         'Limit the depth of queries, so that authors cannot be asked for in lists',
         'Keep all authors in a process-wide map, which is filled at the first request',
         'Collect the ids of one tick in a loader per request, load them together'], 'd',
   'A loader that lives for one request gathers the ids that the resolvers ask for and loads each author once, in one query. A join in the posts '
   'query also loads authors for the many queries that do not ask for them. A process-wide map becomes stale and can show one user what another '
   'may see.',
   'GraphQL.js: Solving the N+1 problem with DataLoader|https://www.graphql-js.org/docs/n1-dataloader/');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            keywords, needed, sample_solution, explanation, source) values
  ('b2000000-0000-4000-8000-000000000015', 'backend', 'api_design', 'easy', 'short_answer', 10, 150,
   $$What should an error response of a JSON API contain, so that a program can react, a person can understand it,
and the operator can find the case in the logs? Name at least four parts.$$,
   array['status|status code|HTTP status|4xx|400|404|422|http code',
         'error code|error_code|code for programs|error type|machine-readable|machine readable|machine code|stable code|application code|'
         'problem type|type',
         'message|detail|details|description|human-readable|human readable|explanation|title|text for people',
         'request id|request_id|correlation id|trace id|trace_id|reference|x-request-id|request-id|correlation-id',
         'field|fields|path|parameter|which input|validation errors|which value|pointer'], 4,
   $$A fitting HTTP status; a stable error code for programs; a human-readable message that says what to do;
for invalid input the field and what is wrong with it; and a request id that also stands in the logs. No stack trace and no SQL.$$,
   'The status tells any client the class of the failure, a stable code lets programs react, a message helps people, and a request id finds the '
   'case in the logs. RFC 9457 gives this a common form. The likely mistake is to send only a sentence, which programs then have to parse.',
   'RFC 9457: Problem Details for HTTP APIs|https://www.rfc-editor.org/rfc/rfc9457.html'),
  ('b2000000-0000-4000-8000-000000000016', 'backend', 'api_design', 'medium', 'short_answer', 15, 150,
   $$An API behind a load balancer allows each customer 100 requests a minute.
Which status and header does a refused request get, which algorithm would you use, and where must the counter live?$$,
   array['429|too many requests',
         'Retry-After|retry after|retry_after',
         'token bucket|leaky bucket|sliding window|fixed window|GCRA|token-bucket|sliding log',
         'shared|Redis|central|centralized|common store|database|valkey|memcached|gateway|one place|all instances'], null,
   $$429 Too Many Requests with a Retry-After header. A token bucket allows short bursts and holds the average (a sliding window
also works). The counter must live in a store shared by all instances, such as Redis, because each instance sees only part of the traffic.$$,
   '429 tells the client that it is the one who sends too much, and Retry-After when to come back. A token bucket allows short bursts and holds '
   'the average. A counter in each instance would allow the limit once per instance, so it must be shared.',
   'RFC 6585: 429 Too Many Requests|https://www.rfc-editor.org/rfc/rfc6585.html#section-4');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b2000000-0000-4000-8000-000000000021', 'backend', 'api_design', 'hard', 'code', 25, 720,
   $$Write a Python function `create_order(conn, customer_id, idempotency_key, payload)` with psycopg 3 that returns `(status, body)`.
Table: `orders(id bigint generated always as identity, customer_id, idempotency_key, payload_hash text, payload jsonb,
unique (customer_id, idempotency_key))`.
A repeated key with the same payload returns 200 and the first order's id, with another payload 422; a new key creates the order, 201.
Two identical requests at the same moment must create one order.$$,
   array['concurrency|9|Relies on the unique constraint (insert … on conflict), not on a check before the insert',
         'replay|6|The same key and payload return the id of the first order with 200',
         'mismatch|5|The same key with another payload is refused with 422; the hash does not depend on the order of keys',
         'safety|5|Parameters instead of string building, one transaction, keys separated by customer'],
   $code$import hashlib
import json

from psycopg.types.json import Jsonb


def create_order(conn, customer_id, idempotency_key, payload):
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    with conn.transaction():
        created = conn.execute(
            """insert into orders (customer_id, idempotency_key, payload_hash, payload)
               values (%s, %s, %s, %s)
               on conflict (customer_id, idempotency_key) do nothing
               returning id""",
            (customer_id, idempotency_key, digest, Jsonb(payload)),
        ).fetchone()
        if created:
            return 201, {"id": created[0]}
        order_id, stored_digest = conn.execute(
            "select id, payload_hash from orders where customer_id = %s and idempotency_key = %s",
            (customer_id, idempotency_key),
        ).fetchone()
    if stored_digest != digest:
        return 422, {"code": "idempotency_key_reused"}
    return 200, {"id": order_id}$code$,
   '`insert … on conflict do nothing` lets the unique constraint decide between two simultaneous requests, and the loser reads what the winner '
   'stored. Checking first and inserting then is the likely mistake: both find nothing, and one fails. Sorting the keys before hashing makes two '
   'spellings of one payload equal.',
   'PostgreSQL: INSERT, ON CONFLICT|https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT'),
  ('b2000000-0000-4000-8000-000000000022', 'backend', 'api_design', 'hard', 'open', 25, 420,
   $$Two hundred partner companies use GET /v1/prices. The response has to change in a way that breaks them.
Describe how you introduce the new form, how you move the partners, and how and when you switch off the old one,
including how you find the callers that nobody knows of.$$,
   array['compatibility|8|Both forms run side by side under an explicit version; the old one is kept stable',
         'knowledge|6|Usage per partner is measured, so that it is known who still calls the old form',
         'communication|6|Announced dates, migration guide, deprecation and sunset headers, a test environment, personal contact',
         'removal|5|Staged switch-off with short announced outages, a way back, and a decision for the last users'],
   $$Release the new form beside the old one (/v2 or a version header), both from the same internal model, with contract tests for each.
Measure calls per partner and version. Announce dates early, with a guide that shows old and new side by side, Deprecation and Sunset
headers in old responses, and a sandbox. Contact the partners with the most calls in person. Shortly before the end, switch the old
form off for some announced minutes to find forgotten clients, then for good with 410 Gone and a link to the guide; keep a switch to
bring it back. Agree on an exception with an end date for whoever truly cannot move in time.$$,
   'Both versions must run side by side, because partners move at their own pace. Usage per partner decides the date, not the calendar alone: '
   'without it the last callers are found by their outage. Short announced outages find forgotten clients while the way back is still open.',
   'RFC 8594: The Sunset HTTP Header Field|https://www.rfc-editor.org/rfc/rfc8594.html');

-- backend: databases --------------------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b2000000-0000-4000-8000-000000000006', 'backend', 'databases', 'easy', 'mcq', 5, 45,
   $$`select * from orders where customer_id = 42` returns 20 rows but reads all 10 million rows of the table. What do you try first?$$,
   array['More memory for the database''s buffer cache',
         'An index on `orders(customer_id)`',
         'Partitioning `orders` by month',
         'A materialized view of the orders of each customer'], 'b',
   'An index on `customer_id` finds the 20 rows without reading the others. A larger cache still makes the database look at 10 million rows, '
   'only faster. Partitions by month do not help, because the query does not name a month.',
   'PostgreSQL: Introduction to indexes|https://www.postgresql.org/docs/current/indexes-intro.html'),
  ('b2000000-0000-4000-8000-000000000007', 'backend', 'databases', 'easy', 'mcq', 5, 45,
   $$Which PostgreSQL column type is right for amounts of money in one currency that must add up exactly?$$,
   array['`real`',
         '`numeric(12, 2)`',
         '`text`',
         '`double precision`'], 'b',
   '`numeric` stores decimal digits exactly. `real` and `double precision` are binary fractions, in which 0.10 has no exact value, so sums '
   'drift. `text` keeps the digits but cannot be added or compared as numbers.',
   'PostgreSQL: Numeric types|https://www.postgresql.org/docs/current/datatype-numeric.html'),
  ('b2000000-0000-4000-8000-000000000008', 'backend', 'databases', 'medium', 'mcq', 10, 45,
   $$The most frequent query is `where tenant_id = $1 order by created_at desc limit 20`. Which B-tree index serves it best?$$,
   array['`(tenant_id)` and, separately, `(created_at)`',
         '`(tenant_id, created_at)`',
         '`(created_at, tenant_id)`',
         '`(created_at) where tenant_id is not null`'], 'b',
   'The equality column comes first, then the column of the order: the index holds the tenant''s rows already sorted, and the scan stops after '
   '20. With `(created_at, tenant_id)` the scan would read the newest rows of all tenants. Two separate indexes can be combined for filtering, '
   'but then the rows must be sorted.',
   'PostgreSQL: Indexes and ORDER BY|https://www.postgresql.org/docs/current/indexes-ordering.html'),
  ('b2000000-0000-4000-8000-000000000009', 'backend', 'databases', 'hard', 'mcq', 15, 75,
   $$At least one doctor must stay on call. Two doctors go off call at the same moment:
each transaction counts two doctors on call and then updates its own row. Both commit, and nobody is on call.
The isolation level is repeatable read (snapshot isolation). Which change prevents this?$$,
   array['Count the doctors a second time at the end of each transaction',
         'Use read committed, so that each statement sees the latest committed data of others',
         'Add a unique index on the doctor and the shift',
         'Use serializable and retry transactions that fail with a serialization error'], 'd',
   'Both transactions read what the other one changes but write different rows; snapshot isolation does not see this write skew. Serializable '
   'does, and fails one of them, which must be repeated. Counting again inside the transaction reads the same snapshot, and read committed does '
   'not see uncommitted changes either.',
   'PostgreSQL: Serializable isolation level|https://www.postgresql.org/docs/current/transaction-iso.html#XACT-SERIALIZABLE'),
  ('b2000000-0000-4000-8000-000000000010', 'backend', 'databases', 'hard', 'mcq', 15, 90,
   $$An existing nullable column of a busy PostgreSQL 17 table with 200 million rows must become NOT NULL. The application no longer
writes nulls, but old rows still hold some. Which way keeps the table available for reads and writes?$$,
   array['Set a statement timeout, run `alter table … set not null`, and repeat it until one run gets through',
         'Create a copy of the table with the constraint and swap the names at night',
         'Backfill in small batches, add `check (… is not null) not valid`, validate it, then set NOT NULL',
         'Lock the table, update all rows in one transaction, and set the column NOT NULL before the commit'], 'c',
   '`validate constraint` reads the table under a lock that allows reads and writes, and `set not null` then trusts the valid check instead of '
   'reading all rows under an exclusive lock. Running `set not null` at once holds that lock during a full scan, and fails anyway while nulls '
   'are left.',
   'PostgreSQL: ALTER TABLE|https://www.postgresql.org/docs/current/sql-altertable.html'),
  ('b2000000-0000-4000-8000-000000000029', 'backend', 'databases', 'medium', 'mcq', 10, 60,
   $$PostgreSQL is reached through a pooler in transaction mode. A job runs `set statement_timeout = '5s'`, and later queries of the web
application are cancelled after 5 seconds now and then. Why, and what should the job do?$$,
   array['Queries of both wait in one queue; raise the pooler''s limit of clients',
         'The pooler copies settings to all connections; give the job a larger pool',
         'The timeout belongs to the database user; set it back at the end of the job',
         'The setting stays with the server connection; use `set local` inside a transaction'], 'd',
   'In transaction mode a server connection serves one client per transaction and then another, and `set` changes the session, which outlives '
   'the transaction. `set local` ends with it. Setting it back at the end is tempting, but that statement may run on another server connection.',
   'PgBouncer: Features|https://www.pgbouncer.org/features.html');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            keywords, needed, sample_solution, explanation, source) values
  ('b2000000-0000-4000-8000-000000000017', 'backend', 'databases', 'easy', 'short_answer', 10, 150,
   $$A transfer debits one account and credits another in one database transaction, and the server loses power between the two statements.
What is true of the two changes after the restart? Name the two statements that can end a transaction, and what holds after a reported commit.$$,
   array['atomic|atomicity|atomically|all or nothing|all-or-nothing|both or neither|neither|none of them|none|both or none|both happen|'
         'nothing is changed|not happened|as if it never',
         'commit|commits|committed|COMMIT',
         'rollback|rolled back|roll back|rolls back|undone|rolling back',
         'durable|durability|survives|survive|permanent|permanently|write-ahead log|WAL|on disk|still there|not lost|persisted|persistent|persists'], null,
   $$The transaction is atomic: both changes take effect or neither does. It ends with commit or rollback, and after a crash an
uncommitted one is rolled back. Once the commit has been reported, the change is durable: it survives a crash (write-ahead log).$$,
   'Without a commit the database rolls the transaction back in its recovery, so neither change is there: that is atomicity. A reported commit '
   'is in the write-ahead log on disk and survives the crash: that is durability. The likely mistake is to think that the first statement alone '
   'is stored.',
   'PostgreSQL: Transactions|https://www.postgresql.org/docs/current/tutorial-transactions.html'),
  ('b2000000-0000-4000-8000-000000000018', 'backend', 'databases', 'medium', 'short_answer', 15, 120,
   $$Two transactions are in a deadlock. What do they wait for, how does the database end it,
and what should an application do to make deadlocks rare and harmless? Name one measure for each.$$,
   array['each other|cycle|circular|the other one holds|the other holds|held by the other|other one''s lock|other''s lock',
         'abort|aborts|aborted|cancels|cancelled|canceled|cancelling|kills|killed|victim|rolls back one|rolls one back|one of them fails|'
         'terminates|terminated',
         'same order|consistent order|fixed order|lock ordering|ordered|by id|in order of|order of locks|locking order',
         'retry|retries|retried|try again|repeat|repeats|repeated|run again|retrying'], null,
   $$Each of the two holds a lock that the other one needs, so they wait for each other. The database detects the cycle and aborts one
of them. Applications take locks in the same order everywhere, keep transactions short, and retry the aborted transaction.$$,
   'The wait is circular, so time alone cannot end it; the database has to abort one of the two. Taking locks in the same order everywhere makes '
   'a circle impossible, and a retry makes the remaining cases harmless. A longer timeout is the likely wrong answer: it only lengthens the '
   'wait.',
   'PostgreSQL: Deadlocks|https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b2000000-0000-4000-8000-000000000023', 'backend', 'databases', 'medium', 'code', 20, 480,
   $$Table `jobs(id bigint, status text, run_at timestamptz, claimed_by text, claimed_at timestamptz)` is a work queue in PostgreSQL.
Write one SQL statement with which a worker claims the oldest due job (`status = 'queued'`, `run_at` reached):
it sets `status = 'running'`, `claimed_by = $1` and `claimed_at`, and returns the job.
Many workers run it at once: no job may be claimed twice, and workers must not wait for each other.$$,
   array['exclusive|8|Each job is claimed once: the row is locked and updated in one statement',
         'no_waiting|6|Uses skip locked, so that workers do not queue up behind each other',
         'selection|4|Oldest due queued job, with a limit of one and a clear order',
         'result|2|Returns the claimed job'],
   $code$update jobs
set status = 'running', claimed_by = $1, claimed_at = now()
where id = (
  select id
  from jobs
  where status = 'queued' and run_at <= now()
  order by run_at, id
  limit 1
  for update skip locked
)
returning *;$code$,
   '`for update skip locked` passes over rows that another worker has locked, so no two workers take one job and none waits. Without `skip '
   'locked` all workers queue up for the same oldest row. Selecting first and updating in a second statement without a lock hands one job to two '
   'workers.',
   'PostgreSQL: SELECT, the locking clause|https://www.postgresql.org/docs/current/sql-select.html#SQL-FOR-UPDATE-SHARE'),
  ('b2000000-0000-4000-8000-000000000024', 'backend', 'databases', 'hard', 'code', 25, 600,
   $$Write PostgreSQL DDL for `bookings` of meeting rooms: room, start, end, and the time of cancellation (null while valid).
A table `rooms (id bigint primary key)` exists.
The database itself must guarantee that two valid bookings of a room never overlap, also under concurrent inserts.
One booking may start exactly when another one ends. An end before or at the start must be impossible.$$,
   array['overlap|10|An exclusion constraint on room and time range, not a trigger or a check that loses the race',
         'boundaries|5|Half-open ranges, so that a booking may start when another one ends',
         'cancelled|5|Cancelled bookings do not block the room',
         'integrity|5|Time zone aware types, not null, foreign key, and a check that the end is after the start'],
   $code$create extension if not exists btree_gist;

create table bookings (
  id bigint generated always as identity primary key,
  room_id bigint not null references rooms (id),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  cancelled_at timestamptz,
  constraint bookings_end_after_their_start check (ends_at > starts_at),
  constraint bookings_of_a_room_do_not_overlap
    exclude using gist (room_id with =, tstzrange(starts_at, ends_at, '[)') with &&)
    where (cancelled_at is null)
);$code$,
   'An exclusion constraint is enforced by an index, so it holds under concurrent inserts too. A trigger that looks for overlaps is the likely '
   'mistake: two transactions do not see each other''s rows. `[)` leaves the end out of the range, so that bookings can touch.',
   'PostgreSQL: Constraints on ranges|https://www.postgresql.org/docs/current/rangetypes.html#RANGETYPES-CONSTRAINT');

-- backend: distributed_systems ----------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b2000000-0000-4000-8000-000000000011', 'backend', 'distributed_systems', 'easy', 'mcq', 5, 45,
   $$Service A calls service B in every request and sets no timeout. B stops answering but keeps connections open.
What happens to A?$$,
   array['A answers errors at once, because the connections to B fail',
         'Only the requests in flight are lost; the following ones wait in the queue of B',
         'Waiting requests use up A''s threads or connections until A stops serving',
         'Nothing, as long as A has more instances than B'], 'c',
   'Each waiting request holds a thread and a connection, so a dependency that hangs is worse than one that fails: A runs out of both. Open '
   'connections do not fail by themselves, so no error comes. The cure is a timeout on every call.',
   'Amazon Builders'' Library: Timeouts, retries, and backoff with jitter|'
   'https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter'),
  ('b2000000-0000-4000-8000-000000000012', 'backend', 'distributed_systems', 'easy', 'mcq', 5, 45,
   $$Why do clients add random jitter to exponential backoff when they retry?$$,
   array['So that no client has to wait longer than any other',
         'So that the total time of all retries stays below the server''s own timeout',
         'So that clients which failed together do not come back together',
         'So that the server can tell retries from new requests'], 'c',
   'Clients that failed at the same moment would otherwise retry at the same moments too, in waves that bring the server down again. Jitter '
   'spreads them. It does not limit anybody''s waiting time, and the server cannot see it.',
   'Amazon Builders'' Library: Timeouts, retries, and backoff with jitter|'
   'https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter'),
  ('b2000000-0000-4000-8000-000000000013', 'backend', 'distributed_systems', 'medium', 'mcq', 10, 60,
   $$A service commits an order to its database and then publishes an event to a message broker.
When it crashes in between, the event is lost. Which pattern closes the gap?$$,
   array['Publish the event first and write the order only after the broker has acknowledged it',
         'Publish with a longer timeout and more retries',
         'Let consumers ask the service for missing orders once a day',
         'Write the event to an outbox table in the same transaction and publish from there'], 'd',
   'The outbox row is committed or rolled back together with the order, and a relay publishes it later, at least once. Publishing first only '
   'turns the gap around: then an event can exist without an order. Retries do not help a process that has died.',
   'microservices.io: Transactional outbox|https://microservices.io/patterns/data/transactional-outbox.html'),
  ('b2000000-0000-4000-8000-000000000014', 'backend', 'distributed_systems', 'hard', 'mcq', 15, 75,
   $$A worker holds a lock with a 30 second lease and then pauses for 60 seconds.
Meanwhile another worker takes the lock and writes; then the first one wakes up and writes its outdated result.
What reliably prevents the outdated write?$$,
   array['A lock service with five nodes instead of one',
         'Asking the lock service immediately before each write whether the lock is still held',
         'A number that grows with each grant; the storage refuses writes with a smaller one',
         'A lease that is much longer than any pause seen so far'], 'c',
   'The fencing number is checked by the storage itself, at the moment of the write, so a late writer is refused however long it slept. Asking '
   'the lock service first leaves a gap between the question and the write, in which the pause can happen. No lease is longer than every pause.',
   'Martin Kleppmann: How to do distributed locking|https://martin.kleppmann.com/2016/02/08/how-to-do-distributed-locking.html'),
  ('b2000000-0000-4000-8000-000000000020', 'backend', 'distributed_systems', 'medium', 'mcq', 10, 60,
   $$The network between two data centres is cut; both hold a replica of the same data, and users go on writing at both.
The system was built to prefer consistency over availability. What do users notice?$$,
   array['Both sides go on accepting writes, because each of the replicas is consistent in itself',
         'At one of the two sides, writes are refused or wait until the network is back',
         'Reads and writes work at both sides, but they take a lot longer than they usually do',
         'Both sides go on accepting writes, and conflicting ones are merged by time later'], 'b',
   'During a partition a write cannot reach both replicas, so a consistent system must refuse it at the side that has no majority. Accepting '
   'writes at both and merging later is the choice of availability. Nobody can have both while the network is cut, however long they wait.',
   'Werner Vogels: Eventually Consistent|https://www.allthingsdistributed.com/2008/12/eventually_consistent.html'),
  ('b2000000-0000-4000-8000-000000000030', 'backend', 'distributed_systems', 'hard', 'mcq', 15, 75,
   $$Reads go to replicas that lag up to two seconds behind the primary. Users save their profile, the page reloads, and the old profile is shown.
Which change removes this and still leaves most reads on the replicas?$$,
   array['After a write, read this user''s data from the primary or from a replica that has replayed the write',
         'Send all reads of profiles to the primary',
         'Wait two seconds after each write before the response is sent',
         'Add a second replica, so that each of them has less to replay and the lag becomes shorter'], 'a',
   'The promise needed is "read your own writes", and only for the user who wrote: compare the position of the write with what the replica has '
   'replayed, or use the primary for a while. A fixed wait fails as soon as the lag is longer. Sending every profile read to the primary works, '
   'but gives the replicas away.',
   'Jepsen: Read Your Writes|https://jepsen.io/consistency/models/read-your-writes');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            keywords, needed, sample_solution, explanation, source) values
  ('b2000000-0000-4000-8000-000000000019', 'backend', 'distributed_systems', 'easy', 'short_answer', 10, 120,
   $$A message queue promises delivery at least once. What can therefore happen to a message,
which property must its handling have, and what can a consumer store to get that property?$$,
   array['duplicate|duplicates|duplicated|twice|more than once|repeated|again|several times|multiple times',
         'idempotent|idempotency|idempotence|idempotently',
         'message id|message ids|event id|ids|message''s id|id of the message|deduplication|deduplicate|dedupe|unique constraint|unique key|'
         'processed ids|idempotency key'], null,
   $$The same message can arrive more than once, so handling must be idempotent: a duplicate has no further effect.
For example, store the message id under a unique constraint in the same transaction as the effect, and skip ids that are already there.$$,
   'At least once means that a message is sent again when its acknowledgement was lost. Handling must be idempotent, so that the second delivery '
   'changes nothing. Storing the message id in the same transaction as the effect does that; storing it before or after leaves a gap.',
   'Amazon SQS: At-least-once delivery|'
   'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues-at-least-once-delivery.html');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b2000000-0000-4000-8000-000000000025', 'backend', 'distributed_systems', 'medium', 'code', 20, 480,
   $$Write a Python class `TokenBucket(capacity, refill_per_second)` with a method `allow(now, cost=1) -> bool`.
The bucket starts full, gains tokens continuously up to its capacity, and `allow` takes `cost` tokens if enough are there.
`now` is a time in seconds given by the caller. No threads, no sleeping.$$,
   array['refill|7|Tokens grow with the elapsed time and never exceed the capacity',
         'spending|6|Takes the cost only when enough tokens are there, and takes nothing otherwise',
         'time|4|Works with fractions of seconds and is not confused by a time that goes back',
         'clarity|3|Small and readable; no background work'],
   $code$class TokenBucket:
    def __init__(self, capacity: float, refill_per_second: float) -> None:
        self.capacity = capacity
        self.refill_per_second = refill_per_second
        self.tokens = capacity
        self.updated_at: float | None = None

    def allow(self, now: float, cost: float = 1) -> bool:
        if self.updated_at is None:
            self.updated_at = now
        elapsed = max(0.0, now - self.updated_at)
        self.tokens = min(self.capacity, self.tokens + elapsed * self.refill_per_second)
        self.updated_at = max(now, self.updated_at)
        if self.tokens < cost:
            return False
        self.tokens -= cost
        return True$code$,
   'Tokens are computed from the elapsed time when somebody asks, so no timer is needed. The cap at the capacity limits the burst, and a clock '
   'that goes back must not create tokens. Resetting a counter every second is the likely mistake: it allows twice the limit around the reset.',
   'Wikipedia: Token bucket|https://en.wikipedia.org/wiki/Token_bucket'),
  ('b2000000-0000-4000-8000-000000000026', 'backend', 'distributed_systems', 'hard', 'code', 25, 720,
   $$Write a Python class `HashRing(replicas=100)` for consistent hashing with `add(node)`, `remove(node)` and `get(key)`.
`get` returns the node responsible for a string key and must be fast with many nodes.
Adding or removing one of n nodes may move only about 1/n of the keys, and every process must compute the same assignment.$$,
   array['ring|9|Each node has several points; a key belongs to the next point, with wrap-around at the end',
         'stability|7|Adding or removing a node moves only the keys of that node''s points',
         'determinism|5|A hash that is the same in every process (not the built-in hash of str)',
         'speed|4|Binary search instead of a scan; an empty ring is handled'],
   $code$import hashlib
from bisect import bisect_right, insort


class HashRing:
    def __init__(self, replicas: int = 100) -> None:
        self.replicas = replicas
        self._points: list[int] = []
        self._owners: dict[int, str] = {}

    @staticmethod
    def _hash(text: str) -> int:
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")

    def add(self, node: str) -> None:
        for replica in range(self.replicas):
            point = self._hash(f"{node}#{replica}")
            if point not in self._owners:
                insort(self._points, point)
                self._owners[point] = node

    def remove(self, node: str) -> None:
        self._points = [point for point in self._points if self._owners[point] != node]
        self._owners = {point: owner for point, owner in self._owners.items() if owner != node}

    def get(self, key: str) -> str:
        if not self._points:
            raise LookupError("the ring has no nodes")
        index = bisect_right(self._points, self._hash(key)) % len(self._points)
        return self._owners[self._points[index]]$code$,
   'Many points per node make the shares even and spread the keys of a removed node over all others. `hash()` of a string is salted anew in each '
   'Python process, so it cannot be used. `hash(key) % n` is the naive solution: a change of n moves nearly all keys.',
   'Python: bisect|https://docs.python.org/3/library/bisect.html'),
  ('b2000000-0000-4000-8000-000000000027', 'backend', 'distributed_systems', 'hard', 'open', 25, 480,
   $$Every night 5 million personal e-mails go out through a provider that accepts 500 requests a second and sometimes fails.
Workers can crash at any time. Nobody may get the same mail twice, as far as that is possible, and nobody may be forgotten.
Describe the design, how you control the rate, what exactly happens when a worker dies between sending and recording, and what an operator sees.$$,
   array['state|8|One durable record per mail with a status; work is claimed with a lease and can be resumed',
         'rate|5|A shared limit below 500 a second, backoff on failures; knows that this takes about three hours',
         'ambiguity|8|Names the gap between sending and recording, and narrows it with an idempotency key or a look-up at the provider',
         'operation|4|Progress and stuck mails are visible; the run can be paused and repeated safely'],
   $$Create one row per recipient and campaign (unique) with the states pending, sending, sent, failed. Workers claim small batches under a
lease, mark them "sending", call the provider with the row's id as idempotency key, and record the provider's message id as "sent".
A token bucket shared by all workers keeps the rate a little below 500 a second: 5 million mails take just under three hours.
Temporary failures go back with backoff and a bounded number of attempts; permanent ones are "failed" with the reason.
A worker that dies between sending and recording leaves rows in "sending" after the lease. Sending again is safe if the provider honours
the idempotency key; otherwise look the id up at the provider first, and if that is impossible decide openly between a rare duplicate
and a rare loss. Show rate, remaining rows and the age of the oldest "sending" row, and allow pausing.$$,
   'Exactly once does not exist between two systems, so a durable row per mail plus the provider''s idempotency key makes at-least-once harmless. '
   'The gap between sending and recording is the point of the question; hiding it behind retries sends duplicates. 5 million at 500 a second '
   'take 2.8 hours, which a limit per worker would exceed.',
   'Amazon Builders'' Library: Making retries safe with idempotent APIs|https://aws.amazon.com/builders-library/making-retries-safe-with-idempotent-APIs');

-- backend: testing ----------------------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b2000000-0000-4000-8000-000000000031', 'backend', 'testing', 'easy', 'mcq', 5, 45,
   $$A unit test of `total(cart)` fails after a change that did not alter any total: a private helper was renamed, and the test called it.
What is wrong?$$,
   array['The test depends on how the result is computed',
         'The helper should have been public from the beginning',
         'The test should have been written as an end-to-end test',
         'The test lacks a mock that stands in for the helper'], 'a',
   'A test should fix what callers can observe, so that the inside can change freely. A mock of the helper would tie the test to the inside even '
   'more. The level of the test is not the problem: a unit test of `total` alone is right.',
   'Google Testing Blog: Change-detector tests considered harmful|https://testing.googleblog.com/2015/01/testing-on-toilet-change-detector-tests.html'),
  ('b2000000-0000-4000-8000-000000000032', 'backend', 'testing', 'easy', 'mcq', 5, 45,
   $$Which of these belongs into a fast test that runs on every change, rather than into a slow one that runs at night?$$,
   array['A restore of last week''s database backup',
         'Rounding of prices at half a cent',
         'Two hours of constant load on the API',
         'A purchase with a real card in the provider''s test system'], 'b',
   'Logic with many cases and without other systems is what fast tests are for. Restores, long loads and other people''s systems are slow or not '
   'under control, and would make every change wait. They are worth running, only not each time.',
   'Martin Fowler: The Practical Test Pyramid|https://martinfowler.com/articles/practical-test-pyramid.html'),
  ('b2000000-0000-4000-8000-000000000033', 'backend', 'testing', 'easy', 'mcq', 5, 45,
   $$A test asserts that `created_at` equals `datetime.now()`, and fails now and then. Which change is right?$$,
   array['Run the assertion up to three times until it holds',
         'Read the clock in the test before the call instead of after it',
         'Assert it within a tolerance of five minutes, wide enough for each machine',
         'Give the code a clock, and set it in the test'], 'd',
   'With the clock as an argument the time is a given value, and the test is exact. A tolerance hides every error that is smaller, and still '
   'fails on a machine that stands still for longer. A repeat only makes the failure rarer.',
   'pytest: Flaky tests|https://docs.pytest.org/en/stable/explanation/flaky.html'),
  ('b2000000-0000-4000-8000-000000000034', 'backend', 'testing', 'easy', 'mcq', 5, 45,
   $$Coverage is 95 %, and yet a bug in a covered line reached production. What does coverage tell?$$,
   array['That about 5 % of the lines still hold bugs',
         'That 95 % of the possible inputs have been tried',
         'Which lines ran in tests, not whether anything checked their result',
         'How likely it is that the next change breaks something that users rely on'], 'c',
   'A line counts as covered when it was executed, even by a test without an assertion. Low coverage shows what is surely untested; high '
   'coverage proves nothing. Mutation testing asks the better question: would a test notice if this line were wrong?',
   'Martin Fowler: Test Coverage|https://martinfowler.com/bliki/TestCoverage.html'),
  ('b2000000-0000-4000-8000-000000000035', 'backend', 'testing', 'medium', 'mcq', 10, 60,
   $$A service calls a partner's HTTP API. Your tests use a hand-written fake, and production fails because the partner renamed a field.
Which addition finds this earliest?$$,
   array['A retry around the call',
         'A unit test that checks that the fake still returns the old field of the partner',
         'A contract test that runs regularly against the partner''s test system',
         'More cases in the fake, which together cover each field of the response'], 'c',
   'A fake knows what you believed when you wrote it; only the real system knows what it does today. Tests of the fake test your belief. The '
   'contract test is small, runs apart from the fast tests, and fails at the partner''s change rather than at your next release.',
   'Martin Fowler: Contract Test|https://martinfowler.com/bliki/ContractTest.html'),
  ('b2000000-0000-4000-8000-000000000036', 'backend', 'testing', 'medium', 'mcq', 10, 60,
   $$Tests pass one by one, and fail when run together in another order. What is the likely cause, and the lasting fix?$$,
   array['The machine is too slow; give each of the tests a longer time limit',
         'They share state, such as rows or a module variable; each test sets up its own',
         'The runner is broken; fix the order in its configuration',
         'Some tests are redundant; merge those that fail into one'], 'b',
   'What one test leaves behind, another one relies on or stumbles over. If each test creates its own data, any order and parallel runs work. '
   'Fixing the order only preserves the dependency, and hides it until somebody runs one test alone.',
   'pytest: Flaky tests|https://docs.pytest.org/en/stable/explanation/flaky.html'),
  ('b2000000-0000-4000-8000-000000000037', 'backend', 'testing', 'medium', 'mcq', 10, 60,
   $$`parse(format(x)) == x` should hold for every `x`. Which kind of test fits best?$$,
   array['A load test with the values of one production day',
         'A snapshot of the output of one typical value',
         'A test for each of the three values in the documentation',
         'A property-based test that generates values and shrinks failures'], 'd',
   'The rule is known for all inputs, so a generator can look for a counterexample, and shrinking makes it small enough to read. Examples test '
   'what somebody thought of; the bugs are elsewhere (empty, huge, odd characters). A snapshot says that the output is as before, not that it '
   'can be read back.',
   'Hypothesis documentation|https://hypothesis.readthedocs.io/en/latest/'),
  ('b2000000-0000-4000-8000-000000000038', 'backend', 'testing', 'medium', 'mcq', 10, 60,
   $$A repository class contains SQL. How should it be tested?$$,
   array['Not at all: SQL is tested by the database''s own vendor',
         'With a mock of the database driver that returns prepared rows for each statement',
         'Against a real database of the same kind and version, in a transaction or a fresh schema',
         'With an in-memory database of another vendor, because that is fast'], 'c',
   'What can go wrong is in the SQL itself: syntax, constraints, locks, null handling, and only the same engine shows it. A mock checks that the '
   'text was sent, whatever it means. Another vendor''s engine accepts other SQL and has other rules.',
   'Testcontainers: Getting started|https://testcontainers.com/getting-started/'),
  ('b2000000-0000-4000-8000-000000000039', 'backend', 'testing', 'medium', 'mcq', 10, 60,
   $$You fix a bug that a customer reported. In which order do you work?$$,
   array['Write a test that fails because of the bug, then fix it and see the test pass',
         'Fix it, then raise the coverage of the whole module to the team''s threshold',
         'Fix it, and ask the customer to confirm',
         'Fix it, write a test that passes, and add both to the same commit'], 'a',
   'A test that has failed for the right reason is known to detect this bug. One written after the fix may pass for another reason, and nobody '
   'would know. Coverage of other lines says nothing about this one.',
   'Martin Fowler: Test Driven Development|https://martinfowler.com/bliki/TestDrivenDevelopment.html'),
  ('b2000000-0000-4000-8000-000000000040', 'backend', 'testing', 'hard', 'mcq', 15, 75,
   $$A test for a race starts 20 threads that increment a counter without a lock, and passes every time. What makes it able to fail?$$,
   array['Run the test on a machine with a single core, so that the threads alternate',
         'Hold all threads at a barrier before the read, and between read and write',
         'Raise the number of threads to 200 and repeat the test a hundred times at night',
         'Add `sleep(0.1)` at the start of each thread'], 'b',
   'A race needs two threads between read and write at once, and a barrier forces that, in each run. More threads raise the odds without a '
   'promise, and a sleep at the start delays all of them alike. First see the test fail without the lock, then add it.',
   'Python: threading, Barrier|https://docs.python.org/3/library/threading.html#barrier-objects'),
  ('b2000000-0000-4000-8000-000000000041', 'backend', 'testing', 'hard', 'mcq', 15, 75,
   $$A mutation testing tool changes `>=` to `>` in `if age >= 18`, and all tests pass. What follows?$$,
   array['The tool is wrong, because both conditions mean nearly the same',
         'The tests are good, because they do not depend on details of comparison operators',
         'The condition is dead code and can be deleted',
         'No test uses exactly 18; add one at the boundary'], 'd',
   'A surviving mutant is a change that no test notices: here the value 18 itself is not tested. Boundaries are where such errors live. The code '
   'is not dead, since other mutants of the line may well be caught.',
   'Stryker Mutator: What is mutation testing?|https://stryker-mutator.io/docs/'),
  ('b2000000-0000-4000-8000-000000000042', 'backend', 'testing', 'hard', 'mcq', 15, 75,
   $$End-to-end tests take 90 minutes and fail at random in one run of three. The team wants trust in each merge. What helps most?$$,
   array['Buy faster machines, so that the suite takes 30 minutes, and run it three times for a majority',
         'Move most cases down to tests of single services, keep a few journeys, and repair or remove what is flaky',
         'Run each failed test up to three times',
         'Run the suite at night only'], 'b',
   'Most of the cases test rules that a test of one service can check in milliseconds; a handful of journeys proves that the parts fit. Repeats '
   'hide races and triple the time. At night nobody knows which of thirty merges broke it.',
   'Google Testing Blog: Just Say No to More End-to-End Tests|https://testing.googleblog.com/2015/04/just-say-no-to-more-end-to-end-tests.html'),
  ('b2000000-0000-4000-8000-000000000043', 'backend', 'testing', 'hard', 'mcq', 15, 75,
   $$Before rewriting a pricing module that nobody understands, you must make sure that the new one prices the same. Which tests come first?$$,
   array['A load test of both',
         'Characterization tests: record what the old module returns for many real inputs, errors included',
         'Unit tests of the new module from the specification of 2017',
         'Unit tests of each function in the old module, written from its names and comments'], 'b',
   'What must be preserved is the behaviour that customers get today, right or wrong, so it is recorded and compared. Names, comments and an old '
   'specification say what somebody once intended. Differences that turn up are then decisions, not accidents.',
   'Michael Feathers: Characterization Testing|https://michaelfeathers.silvrback.com/characterization-testing');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            keywords, needed, sample_solution, explanation, source) values
  ('b2000000-0000-4000-8000-000000000044', 'backend', 'testing', 'easy', 'short_answer', 10, 120,
   $$Tests are often written in three parts. Name the three, in their order, and say what the last one must not do without.$$,
   array['arrange|given|set up|setup|prepare',
         'act|when|call|exercise|execute',
         'assert|then|check|verify|expect|assertion'], null,
   $$Arrange, act, assert (or given, when, then): prepare the situation, do the one thing under test, and check the result.
A test without an assertion checks nothing.$$,
   'The three parts keep a test about one thing and readable as a sentence. A second act after the assertions is a second test. Without an '
   'assertion a test only shows that nothing threw.',
   'Martin Fowler: Given When Then|https://martinfowler.com/bliki/GivenWhenThen.html'),
  ('b2000000-0000-4000-8000-000000000045', 'backend', 'testing', 'medium', 'short_answer', 15, 120,
   $$Name three different kinds of test double and what each is for.$$,
   array['stub|stubs|canned|prepared answers|fixed answers',
         'mock|mocks|expectation|expectations|verifies calls|verify calls|interaction',
         'fake|fakes|working implementation|in-memory|simplified',
         'spy|spies|records calls|record calls|recorded',
         'dummy|dummies|placeholder|never used|fills a parameter'], 3,
   $$A stub gives prepared answers. A fake is a simple working implementation, such as a store in memory. A spy records calls for later checks;
a mock has expectations of the calls beforehand; a dummy only fills a parameter.$$,
   'The words differ in what they let you check: a stub controls the input, a mock checks the calls, a fake lets real logic run. Checking calls '
   'ties a test to how the code works, so state is the better thing to check where it can be seen.',
   'Martin Fowler: Mocks Aren''t Stubs|https://martinfowler.com/articles/mocksArentStubs.html'),
  ('b2000000-0000-4000-8000-000000000046', 'backend', 'testing', 'medium', 'short_answer', 15, 120,
   $$A test suite is flaky. Name three different causes of flakiness that you would look for.$$,
   array['time|clock|time zone|timezone|date|midnight|timeout|timeouts|sleep|sleeps|timing',
         'order|shared state|leftover|left over|isolation|global|another test|previous test|same data',
         'race|races|concurrency|async|asynchronous|await|thread|threads|parallel',
         'network|external|third party|third-party|other service|internet|unavailable',
         'random|seed|unordered|hash order|sort order|not sorted'], 3,
   $$Dependence on time or sleeps instead of events; state that tests share, so that order matters; races in asynchronous code;
calls to external systems; random values or results without a defined order.$$,
   'Each cause has its own cure: waiting for events, own data for each test, a fixed seed, doubles for other systems. Repeating the test treats '
   'all of them alike and hides the race that may be in the product itself.',
   'Google Testing Blog: Flaky tests at Google|https://testing.googleblog.com/2016/05/flaky-tests-at-google-and-how-we.html'),
  ('b2000000-0000-4000-8000-000000000047', 'backend', 'testing', 'hard', 'short_answer', 20, 120,
   $$What does a consumer-driven contract test check, who writes the contract, and at whose build does it fail when the provider breaks it?$$,
   array['consumer writes|consumers write|written by the consumer|by the consumer|by the consumers|consumer describes|consumer defines|'
         'consumer states|consumer publishes|clients publish|clients write|client writes',
         'request|response|expectation|expectations|interaction|interactions|messages|format|shape|fields|interface',
         'provider''s build|provider build|provider''s pipeline|provider''s CI|in the provider|at the provider|provider replays|provider runs|'
         'producer''s build|on the provider''s side'], null,
   $$The consumer writes down the requests it makes and the parts of the responses that it uses. The provider replays these expectations
in its own build, which fails before a breaking change is released. Each side tests alone, without the other one running.$$,
   'The contract holds only what a consumer really uses, so the provider may change everything else. It fails where the change is made, and not '
   'in an integration environment weeks later. A schema alone does not know who uses which field.',
   'Pact documentation|https://docs.pact.io/');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b2000000-0000-4000-8000-000000000048', 'backend', 'testing', 'medium', 'code', 20, 480,
   $$Write pytest tests for `slugify(text)`: it lowers letters, replaces each run of characters other than a-z and 0-9 by one `-`,
and has no `-` at either end; a text without any such letter or digit gives `"item"`.
Cover ordinary text, runs, both ends, the empty text and the fallback, with one parametrized test, and one test of a rule that holds for any text.$$,
   array['cases|9|Covers ordinary text, runs, both ends, empty text and fallback',
         'parametrize|5|One parametrized test with readable cases',
         'rule|6|A test of a general rule, such as that a slug is its own slug or matches a pattern'],
   $code$import re

import pytest


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Hello World", "hello-world"),
        ("a  --  b", "a-b"),
        ("  spaces  ", "spaces"),
        ("C++ & Rust!", "c-rust"),
        ("2026", "2026"),
        ("", "item"),
        ("!?", "item"),
    ],
)
def test_slug_of_a_text(text, slug):
    assert slugify(text) == slug


@pytest.mark.parametrize("text", ["Hello World", "--", "ÄÖÜ", "a_b", "x" * 500, "\n\t1\n"])
def test_slug_is_made_of_words_and_is_its_own_slug(text):
    slug = slugify(text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert slugify(slug) == slug$code$,
   'Parametrized cases read as a table and fail one by one. A rule such as "a slug is its own slug" covers what no example thought of. The '
   'likely gap is the text that becomes empty: without the fallback it would give an empty slug.',
   'pytest: How to parametrize|https://docs.pytest.org/en/stable/how-to/parametrize.html'),
  ('b2000000-0000-4000-8000-000000000049', 'backend', 'testing', 'hard', 'code', 25, 600,
   $$Write a Python class `FakeClock` and a function `wait_until(condition, timeout, clock)` for tests.
`FakeClock` has `now()` and `sleep(seconds)`; its time moves only by `sleep`, and `at(seconds, action)` schedules an action.
`wait_until` polls `condition()` every 0.1 seconds of the clock's time, returns True as soon as it holds and False after the timeout.
Actions run in the order of their time during `sleep`, each with `now()` being its own time.$$,
   array['clock|9|Time moves by sleep only; due actions run in order, at their own time',
         'waiting|9|Checks at once, then each 0.1 s; True as soon as it holds, False after the timeout',
         'precision|4|Actions scheduled by actions run too; no real time passes',
         'clarity|3|Small and readable'],
   $code$import heapq
from itertools import count


class FakeClock:
    def __init__(self):
        self._now = 0.0
        self._actions = []
        self._number = count()  # equal times: first scheduled, first run

    def now(self):
        return self._now

    def at(self, seconds, action):
        heapq.heappush(self._actions, (seconds, next(self._number), action))

    def sleep(self, seconds):
        until = self._now + seconds
        while self._actions and self._actions[0][0] <= until:
            due, _, action = heapq.heappop(self._actions)
            self._now = max(self._now, due)
            action()
        self._now = until


def wait_until(condition, timeout, clock):
    deadline = clock.now() + timeout
    while not condition():
        left = deadline - clock.now()
        if left <= 0:
            return False
        clock.sleep(min(0.1, left))
    return True$code$,
   'A clock that only moves by `sleep` makes a test of waiting exact and instant. The heap gives due actions in order, also those that an action '
   'schedules. Checking before the first sleep and once more at the deadline are the two places where most versions are off by one.',
   'Python: heapq|https://docs.python.org/3/library/heapq.html'),
  ('b2000000-0000-4000-8000-000000000050', 'backend', 'testing', 'hard', 'open', 25, 420,
   $$You join a team whose service has 3 % coverage, a release every six weeks with a week of manual testing, and many regressions.
Describe your testing strategy for the next half year: what you test first, at which level, what you measure, and what you deliberately
leave untested.$$,
   array['risk|8|Starts where failures cost most and changes are frequent, not at random or by coverage',
         'levels|7|A few journeys end to end, most rules below, tests at the border to other systems',
         'habits|6|Every fix comes with a failing test first; CI blocks; flaky tests are repaired',
         'measure|4|Escaped defects, lead time, duration and flakiness rather than coverage alone; says what is left out'],
   $$First a safety net of about ten journeys that cost money when they break, run on every merge against a real database. From then on each bug fix
begins with a failing test and each new feature has tests of its rules below the UI. For modules that are changed often add characterization tests
before the change. Contract tests for the two partners. I measure escaped defects, time of the pipeline and flaky runs, and show coverage only for
changed lines. I leave out code that never changes, generated code and the old admin pages, and shorten the manual week as the net grows.$$,
   'Tests are worth most where failures are expensive and changes frequent, so risk decides the order. A coverage target for everything is the '
   'likely mistake: it produces tests of getters. Fewer escaped defects and a shorter release are the results that count.',
   'Martin Fowler: The Practical Test Pyramid|https://martinfowler.com/articles/practical-test-pyramid.html');

-- backend: caching ----------------------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b2000000-0000-4000-8000-000000000051', 'backend', 'caching', 'easy', 'mcq', 5, 45,
   $$A cache holds prices that change once a day. Which statement about adding it is right?$$,
   array['Reads become more reliable, because there are now two copies to compare',
         'Reads become faster, and are as fresh as before if the cache is large enough',
         'Reads become faster, and for some time they may be out of date',
         'Reads and writes become faster, because the database is asked less often'], 'c',
   'A cache trades freshness for speed, so the question is how stale a value may be. Its size decides how often it helps, not how fresh it is. '
   'Writes get slower if anything, because the cache has to be told.',
   'Azure Architecture Center: Caching guidance|https://learn.microsoft.com/en-us/azure/architecture/best-practices/caching'),
  ('b2000000-0000-4000-8000-000000000052', 'backend', 'caching', 'easy', 'mcq', 5, 45,
   $$A static file `app.3f9c1b.js` has a hash of its content in its name. Which `Cache-Control` fits?$$,
   array['`private, max-age=60, must-revalidate`',
         '`no-store`',
         '`no-cache`',
         '`public, max-age=31536000, immutable`'], 'd',
   'A file with a hash in its name never changes: a new version has a new name, so it may be kept for a year. `no-cache` would ask the server '
   'each time, and `no-store` would load it each time. It is the HTML that refers to it which must not be kept long.',
   'MDN: HTTP caching|https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Caching'),
  ('b2000000-0000-4000-8000-000000000053', 'backend', 'caching', 'easy', 'mcq', 5, 45,
   $$What does a server save when it answers `304 Not Modified` to a request with `If-None-Match`?$$,
   array['The transfer of the body',
         'The TLS handshake of the next request',
         'The request, which is not sent at all',
         'The look-up that finds out the current version'], 'a',
   'The client asks with the ETag it knows; if it still fits, the server sends headers only. The request happens all the same, and the server '
   'must find out the current ETag. Only `max-age` saves the request itself.',
   'RFC 9110: 304 Not Modified|https://www.rfc-editor.org/rfc/rfc9110.html#section-15.4.5'),
  ('b2000000-0000-4000-8000-000000000054', 'backend', 'caching', 'easy', 'mcq', 5, 45,
   $$`Cache-Control: no-cache` on a response means that a browser$$,
   array['must ask the proxy to remove its own copy first',
         'may use it without asking until the page is closed',
         'must not store it anywhere, not even for the back button',
         'may store it, but must ask the server before it uses it again'], 'd',
   'The name misleads: `no-cache` is about use without validation. What must not be stored at all is `no-store`. With an ETag the question is '
   'cheap, because the response can be 304.',
   'RFC 9111: no-cache|https://www.rfc-editor.org/rfc/rfc9111.html#section-5.2.2.4'),
  ('b2000000-0000-4000-8000-000000000055', 'backend', 'caching', 'medium', 'mcq', 10, 60,
   $$In the cache-aside pattern a service updates a product in the database. What should it do with the cached copy?$$,
   array['Update it before the commit, so that no reader can see the old value',
         'Write the new value to the cache first and to the database afterwards',
         'Leave it: the time to live takes care of it in any case',
         'Delete it after the commit, and let the next read load it'], 'd',
   'A deleted entry is loaded from the truth at the next read. Writing the cache first shows a value that the database may still refuse, and '
   'before the commit it may be rolled back. A time to live remains useful as a net for deletions that failed.',
   'Azure Architecture Center: Cache-Aside pattern|https://learn.microsoft.com/en-us/azure/architecture/patterns/cache-aside'),
  ('b2000000-0000-4000-8000-000000000056', 'backend', 'caching', 'medium', 'mcq', 10, 60,
   $$A popular entry expires, and 2,000 requests compute the same expensive value at once; the database falls over. What prevents this?$$,
   array['Compute the value in each request, but with a shorter database timeout',
         'Add a second cache server, so that each of them has half of the requests',
         'Let one request compute it while the others wait or get the old value',
         'Give all entries the same, longer time to live'], 'c',
   'This stampede needs one computation instead of 2,000: a lock per key, or serving the stale value while one request refreshes it. A longer '
   'time to live makes it rarer, not smaller. Two servers still let 1,000 requests through.',
   'RFC 5861: stale-while-revalidate|https://www.rfc-editor.org/rfc/rfc5861.html'),
  ('b2000000-0000-4000-8000-000000000057', 'backend', 'caching', 'medium', 'mcq', 10, 60,
   $$An API behind a CDN returns `/me` for the signed-in user, with `Cache-Control: public, max-age=60`. What will happen?$$,
   array['Users can get another user''s data',
         'Each user sees their own data, up to a minute old',
         'The CDN answers 403 to everybody but the first user within each minute',
         'Nothing: CDNs never store responses to requests with cookies'], 'a',
   '`public` allows a shared cache to store the response under its URL, which is the same for all users. Whether cookies prevent that is the '
   'CDN''s setting and no promise. The right header is `private` or `no-store`.',
   'RFC 9111: private|https://www.rfc-editor.org/rfc/rfc9111.html#section-5.2.2.7'),
  ('b2000000-0000-4000-8000-000000000058', 'backend', 'caching', 'medium', 'mcq', 10, 45,
   $$A response differs by language, which the server chooses from `Accept-Language`. A shared cache gives everybody German. What is missing?$$,
   array['`Content-Language: *`',
         'An ETag that contains the name of the language',
         '`Cache-Control: must-revalidate`',
         '`Vary: Accept-Language`'], 'd',
   '`Vary` names the request headers that took part in choosing the response, so the cache keeps one per value. An ETag tells versions apart '
   'when asked, but a fresh response is used without asking. `Content-Language` describes the content and is no part of the key.',
   'RFC 9110: Vary|https://www.rfc-editor.org/rfc/rfc9110.html#section-12.5.5'),
  ('b2000000-0000-4000-8000-000000000059', 'backend', 'caching', 'medium', 'mcq', 10, 60,
   $$An in-process cache of the 10,000 most recently used entries has a hit rate of 90 %. A nightly job reads two million entries once, and in the morning
the rate is 5 %. Which change helps most?$$,
   array['Let the job bypass the cache, or admit an entry only at its second use',
         'Double the size of the cache',
         'Restart the service after the job, so that the cache starts empty',
         'Replace least recently used by first in, first out'], 'a',
   'A scan pushes out what is used often by what is used once. Twice the size is still far below two million, and a restart empties the cache as '
   'the scan did. Policies that weigh frequency (such as LFU or W-TinyLFU) resist scans by themselves.',
   'Caffeine: Efficiency|https://github.com/ben-manes/caffeine/wiki/Efficiency'),
  ('b2000000-0000-4000-8000-000000000060', 'backend', 'caching', 'hard', 'mcq', 15, 75,
   $$Reader R misses the cache and reads the old value from the database; then writer W commits the new value and deletes the cache entry;
then R stores what it read. What is the result, and what prevents it?$$,
   array['The old value stays for a moment only, until W''s next read replaces it by the new one',
         'The new value is cached, because the deletion came after the commit',
         'The old value stays cached; store only with a version or lease that the deletion invalidated',
         'The entry is empty; let W delete it twice in a row'], 'c',
   'R''s late store puts a value into the cache that nobody will delete again. A lease given at the miss and cancelled by the deletion, or a '
   'comparison of versions, refuses it. Deleting twice after a delay makes it rarer only. A time to live bounds how long the error lasts.',
   'Nishtala et al.: Scaling Memcache at Facebook|https://www.usenix.org/conference/nsdi13/technical-sessions/presentation/nishtala'),
  ('b2000000-0000-4000-8000-000000000061', 'backend', 'caching', 'hard', 'mcq', 15, 75,
   $$A service caches "user does not exist" for unknown names, to protect the database. An attacker asks for millions of random names. What is
the new risk, and the best answer?$$,
   array['None, since each of these entries is only a few bytes long and never read again',
         'The database gets more load than without a cache; switch the cache off',
         'Memory fills with useless entries; bound them, keep them briefly, and limit the caller''s rate',
         'Users that exist are refused; never cache what does not exist'], 'c',
   'Negative caching helps against repeated questions, not against ever new ones, and these push useful entries out. A bound of their own, a '
   'short life and a rate limit keep it harmless. A Bloom filter of existing names is another good answer.',
   'RFC 2308: Negative Caching of DNS Queries|https://www.rfc-editor.org/rfc/rfc2308.html'),
  ('b2000000-0000-4000-8000-000000000062', 'backend', 'caching', 'hard', 'mcq', 15, 75,
   $$Ten cache servers share keys by `hash(key) % 10`. One fails and the service goes on with `% 9`. What happens?$$,
   array['No key moves, since the hash of the key is unchanged',
         'Half of the keys move, those whose hash is odd',
         'One of ten keys is looked for at another server',
         'About nine of ten keys are looked for at another server, and the database gets almost all reads'], 'd',
   'A key stays only if its hash has the same remainder for 10 and 9, which is about one in ten. Consistent hashing moves only the keys of the '
   'lost server. The failure of one server thus empties the whole cache at once.',
   'Wikipedia: Consistent hashing|https://en.wikipedia.org/wiki/Consistent_hashing'),
  ('b2000000-0000-4000-8000-000000000063', 'backend', 'caching', 'hard', 'mcq', 15, 75,
   $$A page shows a user's balance from a cache with a time to live of 30 seconds. After a payment the user must see the new balance at once,
others may wait.
Which design is simplest and right?$$,
   array['Shorten the time to live to one second for everybody',
         'Read the balance from the database always, because balances must never be cached',
         'Delete the user''s entry in the code that commits the payment, and keep the time to live as a net',
         'Let the page subtract the payment itself until the entry expires'], 'c',
   'The event that changes the value is known, so it can invalidate exactly that entry. One second for all still shows the old balance sometimes '
   'and costs thirty times the reads. A page that computes balances is a second truth that differs after a refund.',
   'Azure Architecture Center: Cache-Aside pattern|https://learn.microsoft.com/en-us/azure/architecture/patterns/cache-aside');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            keywords, needed, sample_solution, explanation, source) values
  ('b2000000-0000-4000-8000-000000000064', 'backend', 'caching', 'easy', 'short_answer', 10, 120,
   $$A cache is full and a new entry must go in. Name two policies that choose what to evict, and what each of them goes by.$$,
   array['LRU|least recently used|least-recently-used|longest ago|last use',
         'LFU|least frequently used|least-frequently-used|how often|frequency',
         'FIFO|first in|first in first out|oldest|age',
         'TTL|time to live|expire|expired|expiry|random'], 2,
   $$LRU evicts what was used longest ago, LFU what was used least often. FIFO goes by the time of insertion, and entries that have expired go first.$$,
   'LRU assumes that what was used lately is used again, LFU that what was used often is. A scan defeats LRU, a change of popularity defeats '
   'LFU, which is why good caches combine them. FIFO is cheap and ignores use.',
   'Redis: Key eviction|https://redis.io/docs/latest/develop/reference/eviction/'),
  ('b2000000-0000-4000-8000-000000000065', 'backend', 'caching', 'medium', 'short_answer', 15, 120,
   $$Before you add a cache to a slow endpoint, what do you want to know? Name four things.$$,
   array['hit rate|hit ratio|how often|repeated|same requests|reuse|frequency|popularity',
         'stale|staleness|freshness|fresh|out of date|how old|outdated|changes|change',
         'invalidate|invalidation|who changes|when it changes|events|writes',
         'size|memory|how many|entries|number of keys|cardinality',
         'why|cause|slow query|index|profile|measure|root cause|bottleneck|where the time',
         'per user|private|personal|permission|permissions|permitted|tenant|security|who may see'], 4,
   $$Why it is slow, since an index may be the better cure; how often the same thing is asked (the hit rate); how stale it may be and who changes it;
how large the values and how many keys are; and whether the response differs per user.$$,
   'A cache with a low hit rate costs memory and adds a failure, and one over a missing index hides the cause. How stale a value may be decides '
   'the design. Data that differ per user are the ones that leak when forgotten in the key.',
   'Amazon Builders'' Library: Caching challenges and strategies|https://aws.amazon.com/builders-library/caching-challenges-and-strategies'),
  ('b2000000-0000-4000-8000-000000000066', 'backend', 'caching', 'medium', 'short_answer', 15, 120,
   $$What does `Cache-Control: max-age=60, stale-while-revalidate=300` allow a cache to do in the first minute, in the next five, and after that?$$,
   array['without asking|without a request|fresh|directly|no request|from cache|serve it|served',
         'stale|old response|old one|old copy|background|refresh in the background|meanwhile|in the background',
         'wait|must ask|must fetch|fetch first|new request|revalidate before|blocking|asks the server first|ask the server first|go to the server|'
         'not usable|only after'], null,
   $$In the first minute the response is fresh and is used without asking. For the next five minutes the stale response may be used at once while
the cache refreshes it in the background. After that it must fetch or revalidate first, and the caller waits.$$,
   'The directive takes the waiting out of most refreshes: somebody gets a slightly old response, and nobody waits. It bounds staleness at 360 '
   'seconds. `max-age` alone makes the first caller after a minute wait.',
   'RFC 5861: HTTP Cache-Control extensions for stale content|https://www.rfc-editor.org/rfc/rfc5861.html'),
  ('b2000000-0000-4000-8000-000000000067', 'backend', 'caching', 'hard', 'short_answer', 20, 180,
   $$A shared cache such as Redis is unavailable for ten minutes. Describe two dangers for the system behind it, and two measures that make the
outage survivable.$$,
   array['overload|overloaded|too much load|all reads|load on the database|database falls|falls over|thundering|stampede|collapse|full load',
         'timeout|timeouts|threads|block|blocked|hang|hangs|waiting for the cache|slow',
         'circuit breaker|fail fast|short timeout|short timeouts|skip the cache|bypass',
         'limit|limits|load shedding|shed|rate limit|concurrency|degrade|degraded|stale|local cache|in-process|second level',
         'cold|warm|warm up|warming|empty cache|gradually'], null,
   $$All reads hit the database, which was sized for a tenth of them and is overloaded; and callers that wait for the cache block threads until
the service stops.
Use short timeouts and a circuit breaker, limit concurrent database reads and shed the rest, keep a small local cache or stale values,
and warm the cache up gradually, because it comes back cold.$$,
   'A cache that the database cannot live without is not an optimization any more, but a part that must not fail. Limits in front of the '
   'database and short timeouts turn collapse into slowness. The return is dangerous too: a cold cache sends all misses at once.',
   'Amazon Builders'' Library: Caching challenges and strategies|https://aws.amazon.com/builders-library/caching-challenges-and-strategies');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b2000000-0000-4000-8000-000000000068', 'backend', 'caching', 'medium', 'code', 20, 480,
   $$Write a Python class `LRUCache(capacity)` with `get(key, default=None)` and `put(key, value)`, each in constant time.
`get` and `put` make the key the most recently used one; `put` beyond the capacity evicts the least recently used key.
A value may be None. `capacity` is at least 1; no library but the standard one, and not `functools.lru_cache`.$$,
   array['recency|8|get and put both make the key most recent; an update counts as use',
         'eviction|6|Evicts exactly the least recently used key, and only when the capacity is exceeded',
         'time|4|Constant time, no scan',
         'clarity|2|Small, and a stored None is told from a missing key'],
   $code$from collections import OrderedDict


class LRUCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self._entries = OrderedDict()  # least recently used first

    def get(self, key, default=None):
        if key not in self._entries:
            return default
        self._entries.move_to_end(key)
        return self._entries[key]

    def put(self, key, value):
        self._entries[key] = value
        self._entries.move_to_end(key)
        if len(self._entries) > self.capacity:
            self._entries.popitem(last=False)$code$,
   'An ordered dictionary moves a key to the end and pops from the front in constant time. Forgetting that `get` is a use as well makes it first '
   'in, first out. Testing `if self._entries.get(key)` is the other likely mistake: it takes a stored None or 0 for a miss.',
   'Python: OrderedDict|https://docs.python.org/3/library/collections.html#collections.OrderedDict'),
  ('b2000000-0000-4000-8000-000000000069', 'backend', 'caching', 'hard', 'code', 25, 600,
   $$Write in JavaScript `cached(load, { ttlMs, now = Date.now })` that wraps an async function of one string key.
A value is used again for `ttlMs` after it was loaded. Calls for the same key while it is loading share one call of `load`.
A failed load is not cached and rejects all that share it; the next call loads again. Different keys do not wait for each other.$$,
   array['sharing|9|Concurrent calls for one key share one load, also when the entry has expired',
         'expiry|6|A value counts from when it was loaded, and expires by the given clock',
         'failures|6|A rejection is not cached and does not remove a newer entry',
         'clarity|4|Small and readable'],
   $code$function cached(load, { ttlMs, now = Date.now }) {
  const entries = new Map(); // key -> { promise, until }; while loading, until is Infinity

  return function get(key) {
    const known = entries.get(key);
    if (known && now() < known.until) return known.promise;

    const entry = { promise: null, until: Infinity };
    entry.promise = Promise.resolve(key).then(load);
    entries.set(key, entry);
    entry.promise.then(
      () => {
        entry.until = now() + ttlMs;
      },
      () => {
        if (entries.get(key) === entry) entries.delete(key);
      },
    );
    return entry.promise;
  };
}$code$,
   'Storing the promise instead of the value makes concurrent calls share it, and prevents a stampede. The time counts from the end of the load, '
   'or a slow load would expire while it runs. Caching the rejection is the likely mistake: one failure would then last for the whole time to '
   'live.',
   'MDN: Using promises|https://developer.mozilla.org/en-US/docs/Web/JavaScript/Guide/Using_promises'),
  ('b2000000-0000-4000-8000-000000000070', 'backend', 'caching', 'hard', 'open', 25, 420,
   $$A news site has 40 million page views a day, 2,000 articles that are edited after publication, and a comment count on each page.
The origin can render 200 pages a second; after breaking news there are 5,000 requests a second, mostly for one article.
Design the caching, including what is cached where, how an edit becomes visible within 10 seconds, and what readers see when the origin is down.$$,
   array['layers|8|A CDN for pages with a short time to live, hashed assets for a year, fragments or counts apart',
         'invalidation|7|Purge by key or tag at an edit, a short time to live as a net, within 10 seconds',
         'peaks|6|One request per page to the origin (request collapsing, stale while revalidate)',
         'failure|4|Stale pages while the origin is down, no personal data in shared copies'],
   $$The CDN caches pages for ten seconds with `stale-while-revalidate` and collapses requests, so that breaking news costs the origin one rendering
every ten seconds per location. Assets have hashed names and a year. An edit purges the page and the lists that show it by tag; if the purge
fails, ten seconds
bound the delay. Comment counts come from a small JSON endpoint with its own cache of a few seconds, so that pages need not be rendered for them.
With `stale-if-error` of a day readers still see pages when the origin is down. Nothing personal is in the shared copies: names are loaded
by the browser.$$,
   'The numbers decide: without collapsing, 5,000 requests meet an origin that renders 200. A short life plus purging gives both freshness and '
   'safety; only purging is the likely mistake, because a lost purge would last for ever. Separating the count keeps the page cacheable.',
   'MDN: HTTP caching|https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Caching');

-- data: sql -----------------------------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b3000000-0000-4000-8000-000000000001', 'data', 'sql', 'easy', 'mcq', 5, 45,
   $$Table `orders` has 10 rows, and `shipped_at` is null in 4 of them.
What does `select count(*), count(shipped_at) from orders` return?$$,
   array['10 and 4',
         '6 and 6',
         '10 and 10',
         '10 and 6'], 'd',
   '`count(*)` counts rows, `count(column)` counts rows in which the column is not null: 10 and 6. The 4 is the number of nulls, which `count(*) '
   '- count(shipped_at)` would give. No aggregate but `count(*)` looks at nulls.',
   'PostgreSQL: Aggregate functions|https://www.postgresql.org/docs/current/functions-aggregate.html'),
  ('b3000000-0000-4000-8000-000000000002', 'data', 'sql', 'medium', 'mcq', 10, 60,
   $$A report should list all customers with their paid invoices, and customers without any as well:
`from customers c left join invoices i on i.customer_id = c.id where i.status = 'paid'`.
Customers without a paid invoice are missing. What is the right fix?$$,
   array['Replace `where` by `having`',
         'Add `or c.id is null` to the where clause, for customers without a match',
         'Use a full join instead of the left join, so that both sides will be kept',
         'Move `i.status = ''paid''` from the where clause into the join condition'], 'd',
   'The left join keeps customers without a match and gives them null in `status`; the condition in `where` then removes those rows. In the join '
   'condition it only decides what matches. `or c.id is null` is never true, because the customer exists; and customers with unpaid invoices '
   'only would be missing as well.',
   'PostgreSQL: Table expressions|https://www.postgresql.org/docs/current/queries-table-expressions.html'),
  ('b3000000-0000-4000-8000-000000000003', 'data', 'sql', 'medium', 'mcq', 10, 60,
   $$`select name from employees where id not in (select manager_id from employees)` should list everybody who manages nobody.
It returns no rows, although such employees exist, because some `manager_id` are null. What is the best rewrite?$$,
   array['`where not exists (select from employees e where e.manager_id = employees.id)`',
         '`where coalesce(id, 0) not in (select manager_id from employees)`',
         '`where id <> all (select manager_id from employees)`',
         '`where id in (select id from employees where manager_id is null)`'], 'a',
   'With a null in the list, `id not in (…)` is null and never true. `not exists` asks whether a matching row is there, which nulls cannot '
   'disturb. `<> all` is the same comparison as `not in`, and `coalesce` changes the wrong side.',
   'PostgreSQL: Subquery expressions|https://www.postgresql.org/docs/current/functions-subquery.html'),
  ('b3000000-0000-4000-8000-000000000004', 'data', 'sql', 'hard', 'mcq', 15, 75,
   $$A query is slow. `explain (analyze)` shows a nested loop whose outer side was estimated at 1 row and delivered 800,000.
Two filters on that side, on `country` and `city`, depend on each other. What is the best first step?$$,
   array['Create extended statistics on `(country, city)` and run `analyze`',
         'Add a second index on the inner table of the join',
         'Turn nested loops off for the whole database, so that hash joins are used',
         'Double `work_mem`, so that the join fits into memory'], 'a',
   'The planner multiplies the selectivities of the two filters as if they were independent, and so expects one row. Extended statistics tell it '
   'how they depend on each other. More memory or another index leaves the wrong estimate, and turning nested loops off hurts all queries that '
   'need them.',
   'PostgreSQL: Extended statistics|https://www.postgresql.org/docs/current/planner-stats.html#PLANNER-STATS-EXTENDED'),
  ('b3000000-0000-4000-8000-000000000014', 'data', 'sql', 'easy', 'mcq', 5, 45,
   $$A query shows cities with more than 100 paid orders. It has `group by city`, the condition `status = 'paid'` and the condition `count(*) > 100`.
Where do the two conditions belong?$$,
   array['`status = ''paid''` in `where`, `count(*) > 100` in `having`',
         'Both in `where`, because it is applied before the grouping starts',
         'Both in `having`, because a query with `group by` ignores `where`',
         '`status = ''paid''` in `having`, `count(*) > 100` in `where`'], 'a',
   '`where` decides about single rows before they are grouped, `having` about whole groups afterwards. An aggregate in `where` is an error, '
   'because the groups do not exist yet. `status` in `having` is an error too, since it is neither grouped nor aggregated.',
   'PostgreSQL: Aggregate functions|https://www.postgresql.org/docs/current/tutorial-agg.html'),
  ('b3000000-0000-4000-8000-000000000015', 'data', 'sql', 'medium', 'mcq', 10, 60,
   $$Table `payments` has 12 rows of 3 customers. What do these two return?
(1) `select customer_id, sum(amount) from payments group by customer_id`
(2) `select customer_id, sum(amount) over (partition by customer_id order by paid_at) from payments`$$,
   array['(1) 3 rows with totals, (2) 12 rows with the same total for each row of a customer',
         '(1) 3 rows with totals, (2) 3 rows with the totals up to each customer''s last payment',
         '(1) 3 rows with totals, (2) 12 rows with running sums',
         '(1) 12 rows with running sums, (2) 3 rows with totals'], 'c',
   '`group by` makes one row of each group. A window function keeps every row and adds a value; with `order by` its default frame ends at the '
   'current row, which makes a running sum. The same total on each row would need a window without `order by`.',
   'PostgreSQL: Window functions|https://www.postgresql.org/docs/current/tutorial-window.html'),
  ('b3000000-0000-4000-8000-000000000028', 'data', 'sql', 'hard', 'mcq', 15, 75,
   $$In PostgreSQL, `last_value(price) over (partition by item order by day)` returns the price of the current row instead of the item's last price.
No two rows of an item have the same day. Why?$$,
   array['Window functions are evaluated before the rows are sorted by day',
         'With `order by`, the default frame ends at the current row',
         'The planner sorts by day descending, so the first row is the last',
         '`last_value` needs `group by item` to know where an item ends'], 'b',
   'With `order by` the frame is by default `range between unbounded preceding and current row`, so the last value in it is the current one. '
   '`rows between unbounded preceding and unbounded following` gives the item''s last price; so does `first_value` with the order reversed. `sum '
   '… order by` is a running sum for the same reason.',
   'PostgreSQL: Window function calls|https://www.postgresql.org/docs/current/sql-expressions.html#SYNTAX-WINDOW-FUNCTIONS');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b3000000-0000-4000-8000-000000000020', 'data', 'sql', 'easy', 'code', 15, 300,
   $$Tables: `customers(id, name)` and `orders(id, customer_id, total)`.
Write a query that lists every customer with the number of orders and the sum of `total`, largest sum first.
Customers without orders appear with 0 and 0.$$,
   array['all_customers|6|A left join from customers; nobody is missing',
         'numbers|6|Counts a column of orders (not count(*)) and turns a null sum into 0',
         'grouping|3|Groups and sorts correctly; customers with the same name stay apart'],
   $code$select c.id, c.name, count(o.id) as order_count, coalesce(sum(o.total), 0) as order_total
from customers c
left join orders o on o.customer_id = c.id
group by c.id, c.name
order by order_total desc, c.id;$code$,
   'The left join keeps customers without orders, and `count(o.id)` counts 0 for them where `count(*)` would count the empty row as 1. `sum` of '
   'no rows is null, so `coalesce` makes it 0. Grouping by name alone would merge two customers of one name.',
   'PostgreSQL: Joined tables|https://www.postgresql.org/docs/current/queries-table-expressions.html#QUERIES-JOIN'),
  ('b3000000-0000-4000-8000-000000000021', 'data', 'sql', 'medium', 'code', 20, 420,
   $$Table: `orders(id, customer_id, placed_at, total)`.
Write a query that returns the latest order of each customer with all its columns, exactly one row per customer,
also when two orders of a customer have the same `placed_at`. Which index would you add for a large table?$$,
   array['latest|8|The newest order of each customer with all columns',
         'single|6|Exactly one row per customer, with a clear rule for equal times',
         'approach|3|A window function, distinct on or a lateral join, not one subquery per column',
         'index|3|An index on (customer_id, placed_at desc, id desc) or equivalent'],
   $code$select id, customer_id, placed_at, total
from (
  select o.*, row_number() over (partition by customer_id order by placed_at desc, id desc) as place
  from orders o
) as ranked
where place = 1;

create index on orders (customer_id, placed_at desc, id desc);$code$,
   '`row_number` gives exactly one row the number 1, and the id in its order decides between equal times. `rank` is the likely mistake: it gives '
   'both rows of a tie the number 1. An index in the same order lets PostgreSQL read without sorting.',
   'PostgreSQL: Window functions|https://www.postgresql.org/docs/current/functions-window.html'),
  ('b3000000-0000-4000-8000-000000000022', 'data', 'sql', 'hard', 'code', 25, 720,
   $$Table: `logins(user_id bigint, logged_in_at timestamptz)`, with any number of logins a day.
Write a PostgreSQL query that returns for each user the length of the longest streak of consecutive days (in UTC) with at least one login.$$,
   array['days|7|Reduces logins to distinct days per user, in UTC',
         'streaks|11|Finds runs of consecutive days correctly, for example by day minus row_number',
         'result|4|One row per user with the longest run; a single day counts as 1',
         'clarity|3|Readable steps with names'],
   $code$with days as (
  select distinct user_id, (logged_in_at at time zone 'utc')::date as day
  from logins
),
numbered as (
  -- within a streak, day and row number grow together: their difference names the streak
  select user_id, day - (row_number() over (partition by user_id order by day))::integer as streak
  from days
),
streaks as (
  select user_id, streak, count(*) as length
  from numbered
  group by user_id, streak
)
select user_id, max(length) as longest_streak
from streaks
group by user_id;$code$,
   'Within a run of consecutive days, day and row number grow together, so their difference is constant and names the run. Duplicates of a day '
   'must go first, or the row number runs ahead. A comparison with the previous day only finds where runs begin, and still needs a running sum.',
   'PostgreSQL: Window functions|https://www.postgresql.org/docs/current/functions-window.html');

-- data: pipelines -----------------------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b3000000-0000-4000-8000-000000000005', 'data', 'pipelines', 'easy', 'mcq', 5, 45,
   $$A nightly job sometimes fails half-way and is started again. Which way of loading makes a repeated run harmless?$$,
   array['Replace all rows of the day in one transaction',
         'Wait an hour before each new try, so that the source has settled',
         'Append the rows and keep a counter of how often the job ran',
         'Append the rows of the day and remove duplicates once a month'], 'a',
   'Replacing the whole day in one transaction gives the same rows however often it runs, and readers never see half a day. Appending doubles '
   'the rows until the clean-up. A longer wait does not make the load repeatable.',
   'dbt: Incremental models|https://docs.getdbt.com/docs/build/incremental-models'),
  ('b3000000-0000-4000-8000-000000000006', 'data', 'pipelines', 'easy', 'mcq', 5, 45,
   $$Analysts read 5 of 200 columns over terabytes of event data in object storage. Which file format suits this best?$$,
   array['Parquet',
         'JSON with one object per line',
         'CSV compressed with gzip',
         'XML with a schema'], 'a',
   'Parquet stores each column by itself, compressed and with statistics, so 5 of 200 columns mean a small part of the bytes. CSV and JSON have '
   'to be read and parsed row by row, whatever the query needs. gzip makes a CSV smaller, but it cannot be split for parallel reading.',
   'Apache Parquet: Overview|https://parquet.apache.org/docs/overview/'),
  ('b3000000-0000-4000-8000-000000000007', 'data', 'pipelines', 'medium', 'mcq', 10, 60,
   $$Hourly usage figures are computed from events of a mobile app. Phones that were offline deliver events up to two days late.
Which approach gives correct hourly figures?$$,
   array['Drop events that arrive more than an hour late, and publish beside each figure how many were dropped',
         'Hold back every hour until all phones have been online again',
         'Count each event in the hour in which it arrives at the server',
         'Count each event in the hour in which it happened, and correct published hours for two days'], 'd',
   'Usage belongs to the hour in which it happened, so the event''s own time decides and published hours are corrected while late events can '
   'arrive. Counting at arrival moves the usage of offline phones to another day. Publishing how much was dropped is honest, but not correct.',
   'Apache Beam: Watermarks|https://beam.apache.org/documentation/basics/#watermarks'),
  ('b3000000-0000-4000-8000-000000000008', 'data', 'pipelines', 'hard', 'mcq', 15, 75,
   $$A consumer reads a Kafka topic and writes totals into PostgreSQL.
It may crash at any moment, and no event may be counted twice or left out. Which design achieves that?$$,
   array['Write totals and the offset in one PostgreSQL transaction and start from the stored offset',
         'Raise the replication factor of the topic and let the consumer commit its offsets automatically',
         'Commit the Kafka offset after writing to PostgreSQL, with three retries',
         'Commit the Kafka offset before writing to PostgreSQL'], 'a',
   'Totals and offset are committed together or not at all, so a restart continues exactly where the totals end. Committing the offset before or '
   'after leaves a gap in which events are lost or counted twice. Replication protects the topic, not the consumer''s totals.',
   'Apache Kafka: Message delivery semantics|https://kafka.apache.org/documentation/#semantics'),
  ('b3000000-0000-4000-8000-000000000029', 'data', 'pipelines', 'hard', 'mcq', 15, 75,
   $$A fix to the logic of a daily table must be applied to the past two years. Reports read the table all the time, and the daily job goes on.
Which backfill is safest?$$,
   array['Recompute day by day into a copy, compare it, then swap partition by partition',
         'Truncate the table at night and let the daily job fill it again',
         'Update the affected column of all rows in one statement with the new formula',
         'Add the corrected rows beside the old ones, and let reports take the row that was inserted last'], 'a',
   'A copy can be compared with the old data before anybody sees it, a swap of a partition is instant, and an interrupted backfill continues '
   'with the next day. Truncating leaves reports with two years of nothing. One update of two years is a long transaction, and it assumes that '
   'the old inputs suffice for the new formula.',
   'Apache Airflow: Backfill|https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/backfill.html');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            keywords, needed, sample_solution, explanation, source) values
  ('b3000000-0000-4000-8000-000000000016', 'data', 'pipelines', 'easy', 'short_answer', 10, 120,
   $$A table has been loaded overnight and reports will read it in the morning.
Name four automatic checks that you would run on it before the reports may use it.$$,
   array['row count|row counts|number of rows|count|counts|volume|how many rows',
         'null|nulls|missing|not null|completeness|empty|complete',
         'unique|uniqueness|duplicate|duplicates|primary key|duplicated',
         'freshness|fresh|latest date|newest|most recent|up to date|up-to-date|max date|yesterday|recency|stale',
         'range|ranges|valid values|accepted values|negative|outlier|outliers|plausible|foreign key|foreign keys|referential integrity|schema|'
         'valid|types'], 4,
   $$The row count compared with the source and with previous days; freshness (the latest date is yesterday); keys are unique;
required columns hold no nulls; values lie in a plausible range and foreign keys exist. A failed check stops the publication.$$,
   'Volume, freshness, uniqueness, completeness and valid values each catch another failure: a half load, an old load, a double load, a broken '
   'column, a wrong unit. The success of the job is no check: a job can load nothing without an error. A failed check should stop the '
   'publication, not only send a mail.',
   'dbt: Data tests|https://docs.getdbt.com/docs/build/data-tests'),
  ('b3000000-0000-4000-8000-000000000017', 'data', 'pipelines', 'medium', 'short_answer', 15, 150,
   $$Customers move, and reports on past sales must still show the address of that time.
How does a slowly changing dimension of type 2 store this? Name the extra columns and what happens when an address changes.$$,
   array['new row|new version|additional row|another row|insert|inserted|inserts|new record|second row|add a row|adds a row',
         'valid_from|valid from|effective date|effective_from|effective from|start date|from date|start_date',
         'valid_to|valid to|valid until|end date|effective_to|effective to|expiry date|to date|end_date|valid_until',
         'current|is_current|current_flag|active flag|is_active|latest flag|surrogate key|surrogate|version key|own key'], null,
   $$Each version of a customer is a row with valid_from, valid_to and often is_current, under a surrogate key that the facts refer to.
When the address changes, the current row is closed (valid_to is set) and a new row is inserted; old sales keep pointing at the old one.$$,
   'Type 2 keeps each version as a row with the time in which it was valid, and facts refer to the version by a surrogate key. Overwriting is '
   'type 1 and changes the past; a column for the previous value is type 3 and remembers one change only.',
   'Kimball Group: Type 2, add new row|'
   'https://www.kimballgroup.com/data-warehouse-business-intelligence-resources/kimball-techniques/dimensional-modeling-techniques/type-2/');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b3000000-0000-4000-8000-000000000023', 'data', 'pipelines', 'medium', 'code', 20, 480,
   $$`staging(id, email, updated_at)` holds changed customers; an id can occur several times. `customers` has the same columns, id is its key.
Write one PostgreSQL statement that brings `customers` up to date: new ids are inserted, known ids get the newest version.
A staged row that is older than what `customers` already holds must change nothing, and running it twice must do no harm.$$,
   array['upsert|7|Insert … on conflict do update (or merge) with the right columns',
         'newest|6|Only the newest staged version of each id is used, so that no id occurs twice in the insert',
         'no_regression|5|Older versions do not overwrite newer ones',
         'repeatable|2|A second run changes nothing'],
   $code$insert into customers (id, email, updated_at)
select distinct on (id) id, email, updated_at
from staging
order by id, updated_at desc
on conflict (id) do update
set email = excluded.email, updated_at = excluded.updated_at
where customers.updated_at < excluded.updated_at;$code$,
   '`distinct on` with `updated_at desc` picks the newest staged version of each id, because one insert cannot touch a row twice. The `where` of '
   'the update keeps older versions from overwriting newer ones, and makes a second run change nothing. Deleting and inserting again is the '
   'likely mistake: it loses what the staging table does not have.',
   'PostgreSQL: INSERT, ON CONFLICT|https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT'),
  ('b3000000-0000-4000-8000-000000000024', 'data', 'pipelines', 'hard', 'code', 25, 720,
   $$Write a Python generator `sessionize(events, gap)`.
`events` yields `(user_id, at)` of many users, ordered by `at` (a datetime). `gap` is a timedelta.
A user's session ends when no event of that user follows within `gap`. Yield `(user_id, first_at, last_at, count)` for each session
as soon as the stream shows that it has ended, and the rest at the end of the stream. Memory may grow only with the open sessions.$$,
   array['sessions|9|Splits by user and gap; first, last and count are right; an event exactly gap later still belongs',
         'timeliness|7|Sessions are yielded once the stream has moved past their end, not only when the same user returns',
         'memory|5|Keeps only open sessions and never the list of events',
         'efficiency|4|Does not scan all open sessions for each event'],
   $code$def sessionize(events, gap):
    open_sessions = {}  # user_id -> (first_at, last_at, count), least recently active first
    for user_id, at in events:
        while open_sessions:
            idle_user = next(iter(open_sessions))
            first_at, last_at, count = open_sessions[idle_user]
            if at - last_at <= gap:
                break
            del open_sessions[idle_user]
            yield idle_user, first_at, last_at, count
        first_at, _, count = open_sessions.pop(user_id, (at, at, 0))
        open_sessions[user_id] = (first_at, at, count + 1)  # now the most recently active
    for user_id, (first_at, last_at, count) in open_sessions.items():
        yield user_id, first_at, last_at, count$code$,
   'A dict that is ordered by last activity has the longest idle user first, so ended sessions are found without looking at the others. Ending a '
   'session only when its user returns is the likely mistake: users who never return would stay in memory until the end. An event exactly `gap` '
   'later still belongs to the session.',
   'Python: dict|https://docs.python.org/3/library/stdtypes.html#dict'),
  ('b3000000-0000-4000-8000-000000000025', 'data', 'pipelines', 'hard', 'open', 25, 420,
   $$The revenue dashboard shows 7 % less for yesterday than the finance system. Both were equal a week ago.
Describe step by step how you find the cause, what you tell people meanwhile, and how you make sure it is noticed next time.$$,
   array['definitions|5|Checks that both mean the same: time zone, currency, refunds, tax, and what counts as yesterday',
         'narrowing|9|Narrows down systematically: by day, product, region, and stage by stage from source to dashboard',
         'communication|4|Tells users early what is known, marks the figure as unreliable, names the next update',
         'prevention|7|Repairs and reloads safely, adds a reconciliation check or test, writes down the cause'],
   $$Mark the figure as under investigation and say when the next update follows.
Compare the definitions first: time zone of "yesterday", currency, refunds, tax, test orders. Then narrow down: is it one day or several, one
product, country or payment method? Compare counts and sums stage by stage from the source through each table to the dashboard; the first
stage that differs holds the cause. Look at what changed that week: deployments, schema changes, late or failed loads, a new order status
that a filter drops, a join that loses rows.
Fix it, reload the affected days with an idempotent job, and confirm with finance. Add a daily reconciliation with an alert above a small
tolerance, a test for this cause, and a short note for users.$$,
   'Most such differences are definitions: time zone, refunds, currency. Only a comparison stage by stage finds the first place where counts '
   'differ, and it ends guessing. The likely weak answer fixes the dashboard''s number; the reconciliation check is what notices the next case.',
   'dbt: Data tests|https://docs.getdbt.com/docs/build/data-tests');

-- data: statistics ----------------------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b3000000-0000-4000-8000-000000000009', 'data', 'statistics', 'easy', 'mcq', 5, 45,
   $$Nine people in a team earn between 50,000 and 60,000, the tenth earns 2,000,000.
Which single number describes a typical salary in this team best?$$,
   array['The standard deviation',
         'The median',
         'The maximum',
         'The mean'], 'b',
   'Half of the team earn less than the median and half more, whatever the tenth earns. The mean is pulled to about 250,000, which nobody earns. '
   'The standard deviation measures spread, not a typical value.',
   'NIST Handbook: Measures of Location|https://www.itl.nist.gov/div898/handbook/eda/section3/eda351.htm'),
  ('b3000000-0000-4000-8000-000000000010', 'data', 'statistics', 'easy', 'mcq', 5, 45,
   $$Users who switched notifications on are twice as likely to be active after a month. What follows from this alone?$$,
   array['Nothing, because a difference between two groups always arises by chance',
         'Active users get more notifications, so the effect runs the other way round',
         'The two go together; whether notifications cause it needs an experiment',
         'Notifications make users stay, so they should be switched on for everybody'], 'c',
   'Users who switch notifications on may simply be the more interested ones, so the data show that the two go together and not why. Only random '
   'assignment separates the causes. "Nothing" is too strong: the association itself may well be real and useful for prediction.',
   'NIST Handbook: What is experimental design?|https://www.itl.nist.gov/div898/handbook/pri/section1/pri11.htm'),
  ('b3000000-0000-4000-8000-000000000011', 'data', 'statistics', 'medium', 'mcq', 10, 60,
   $$An A/B test ends with p = 0.03 for the difference in conversion. Which reading is correct?$$,
   array['Without any real difference, 3 % of such tests would show at least this difference',
         'The conversion of the new variant is 3 % higher',
         'The new variant is better than the old one with a probability of about 97 %, given the data',
         'The probability that there is no real difference between the variants is only about 3 %'], 'a',
   'The p-value is computed under the assumption that there is no difference: it says how often at least this much would be seen then. It is not '
   'the probability that there is no difference, the common misreading, because that would need a prior. It says nothing about the size of the '
   'effect.',
   'ASA Statement on p-Values|https://www.tandfonline.com/doi/full/10.1080/00031305.2016.1154108'),
  ('b3000000-0000-4000-8000-000000000012', 'data', 'statistics', 'medium', 'mcq', 10, 60,
   $$A team looks at its A/B test every hour and stops as soon as p < 0.05. What is the consequence?$$,
   array['The test loses power, so that real differences are found less often than was planned',
         'Far more than 5 % of tests without any real difference will be declared a success',
         'The result is valid, and the test is only shorter than was planned at the beginning',
         'The estimated effect is smaller than the true one, because the test ends before it has grown'], 'b',
   'Each look is another chance to cross 0.05 by luck, so the error rate grows with the number of looks, here to several times 5 %. A planned '
   'sequential test uses a stricter bound at each look. Power is not the problem: stopping early makes a success more likely, not less.',
   'Evan Miller: How Not To Run an A/B Test|https://www.evanmiller.org/how-not-to-run-an-ab-test.html'),
  ('b3000000-0000-4000-8000-000000000013', 'data', 'statistics', 'medium', 'mcq', 10, 60,
   $$In a test, variant B converts better than A among mobile users and better among desktop users, but worse in total.
What is the most likely explanation?$$,
   array['The total is right, and the split by device is an artefact of multiple testing',
         'Some users were counted on both devices, which always favours variant A',
         'The sample is too small; in a larger one both comparisons always agree',
         'A and B have different shares of mobile and desktop users'], 'd',
   'If A was shown mostly on desktop, where everybody converts more, A wins in total although B is better on each device: Simpson''s paradox. It '
   'points at an assignment that was not random. A larger sample repeats the same mixture, so size is not the cause.',
   'Stanford Encyclopedia: Simpson''s Paradox|https://plato.stanford.edu/entries/paradox-simpson/'),
  ('b3000000-0000-4000-8000-000000000018', 'data', 'statistics', 'easy', 'mcq', 5, 45,
   $$Of 1,000 mails 100 are spam. A filter puts 80 mails into the spam folder; 60 of them are spam.
What are precision and recall, and what would fewer lost good mails improve?$$,
   array['Precision 60 %, recall 75 %; it would improve recall',
         'Precision 75 %, recall 60 %; it would improve recall, the share of mails that were found',
         'Precision 94 %, recall 60 %; it would improve both by the same amount',
         'Precision 75 %, recall 60 %; it would improve precision'], 'd',
   'Precision is the share of flagged mails that are spam, 60 of 80; recall is the share of spam that was flagged, 60 of 100. Good mails in the '
   'spam folder are false positives, and only precision counts those. 94 % is the accuracy, which is high for every filter because most mails '
   'are good.',
   'scikit-learn: Precision, recall and F-measures|https://scikit-learn.org/stable/modules/model_evaluation.html#precision-recall-and-f-measures'),
  ('b3000000-0000-4000-8000-000000000030', 'data', 'statistics', 'hard', 'mcq', 15, 75,
   $$A test was planned for 80 % power to detect a change of 1 point. It ends without significance. What does the 80 % say?$$,
   array['If the change were 1 point, 8 of 10 such tests would have found it',
         'The change is less than 1 point, with a probability of at least 80 %',
         '20 % of all significant results of such tests are false alarms of chance',
         'With a probability of 80 % there is no difference between the variants'], 'a',
   'Power is computed for an assumed true effect: it is the share of tests that become significant if the change really is 1 point. It is not a '
   'probability about this test''s truth, the common misreading. The share of false alarms among significant results depends on how many real '
   'effects are tested, too.',
   'NIST Handbook: Sample sizes required|https://www.itl.nist.gov/div898/handbook/prc/section2/prc222.htm');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            keywords, needed, sample_solution, explanation, source) values
  ('b3000000-0000-4000-8000-000000000019', 'data', 'statistics', 'medium', 'short_answer', 15, 150,
   $$The 95 % confidence interval for the difference in conversion between B and A runs from -0.2 to +1.4 percentage points.
What do you tell the product manager, and what are the options now?$$,
   array['zero|includes 0|contains 0|crosses 0|no difference|no effect|below 0|negative|worse',
         'significant|significance|inconclusive|not proven|uncertain|unclear|cannot conclude|can''t conclude|undecided|can''t say|cannot say|'
         'not sure|don''t know|do not know|no proof',
         'sample|sample size|more data|longer|more users|larger|bigger|power|continue|new test|more traffic|another test|again'], null,
   $$The interval contains zero, so the result is inconclusive: B may be slightly worse or up to 1.4 points better, and better is more likely.
It is not a proof of "no effect". Options: a new test planned with a larger sample, or a decision on cost and risk if a loss of 0.2 points is
acceptable.$$,
   'The interval holds zero, so the data agree with a small loss, with no effect and with a gain of 1.4 points. "No effect" is the likely wrong '
   'answer: absence of proof is not proof of absence. A new test needs a planned sample size; just running on until the interval is above zero '
   'would be peeking.',
   'NIST Handbook: What are confidence intervals?|https://www.itl.nist.gov/div898/handbook/prc/section1/prc14.htm');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b3000000-0000-4000-8000-000000000026', 'data', 'statistics', 'hard', 'code', 25, 600,
   $$Write a Python function `median_difference_interval(a, b, resamples=10_000, confidence=0.95, seed=0)` with the standard library only.
It returns a percentile bootstrap confidence interval `(low, high)` for median(b) - median(a).
`a` and `b` are lists of measurements of two independent groups. The same seed gives the same result.$$,
   array['resampling|10|Draws from each group separately, with replacement, with the size of that group',
         'interval|7|Takes the right percentiles of the differences for the given confidence',
         'reproducible|4|A local random generator with the seed',
         'clarity|4|Readable, handles different group sizes, no change of the input'],
   $code$import random
from math import floor
from statistics import median


def median_difference_interval(a, b, resamples=10_000, confidence=0.95, seed=0):
    generator = random.Random(seed)
    differences = sorted(
        median(generator.choices(b, k=len(b))) - median(generator.choices(a, k=len(a)))
        for _ in range(resamples)
    )
    outside = floor((1 - confidence) / 2 * resamples)  # left out at each end
    return differences[outside], differences[resamples - 1 - outside]$code$,
   'Both groups are drawn again with replacement, each with its own size, because they are independent. The same number of differences is left '
   'out at each end, so the interval is symmetric in rank. Drawing from the pooled values is the likely mistake: that is a permutation test, '
   'which assumes that there is no difference.',
   'Python: random.choices|https://docs.python.org/3/library/random.html#random.choices'),
  ('b3000000-0000-4000-8000-000000000027', 'data', 'statistics', 'hard', 'open', 25, 420,
   $$The shop wants to know whether a shorter checkout increases completed orders. Plan the experiment:
metrics, unit of randomization, sample size, duration, what is checked before the result is read, and how the decision is made.$$,
   array['metrics|6|One primary metric fixed in advance, and guardrails such as refunds, errors or order value',
         'assignment|5|Randomizes by user or account, stays stable across visits, counts only those who reach the checkout',
         'size|6|Sample size from the base rate, the smallest effect worth having, and power; full weeks; no stopping early on a peek',
         'validity|4|Checks that the groups have the planned sizes and that tracking is complete',
         'decision|4|A rule written down before the start, based on effect and interval, also for an unclear result'],
   $$Primary metric: completed orders per user who starts the checkout; guardrails: order value, refunds, payment errors, support contacts.
Assign users, not page views, by a stable hash, and include a user when the checkout is first opened. From the base rate, the smallest
difference worth having and 80 % power follows the sample size, and from traffic the duration: at least two full weeks, fixed in advance.
Before reading the result, check that the groups have the planned sizes and that tracking is complete.
Decide by a rule written down before: ship if the interval lies above zero and no guardrail is hurt; if it is unclear, keep the old one or
plan a larger test. Look at segments only as ideas for the next test.$$,
   'One primary metric and a rule written before the start keep the decision from following the data. Randomizing page views instead of users is '
   'the likely mistake: one person would see both. A sample ratio that differs from the plan means that the assignment or the tracking is '
   'broken, and then no result can be read.',
   'Kohavi et al.: Controlled experiments on the web|https://www.exp-platform.com/Documents/GuideControlledExperiments.pdf');

-- devops: containers --------------------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b4000000-0000-4000-8000-000000000001', 'devops', 'containers', 'easy', 'mcq', 5, 45,
   $$A Dockerfile runs `COPY . .` and then `npm ci`. Every change of a source file makes the build install all packages again.
What is the simplest fix?$$,
   array['Run `npm ci` when the container starts instead of in the build',
         'Copy package.json and package-lock.json and run `npm ci` before the rest is copied',
         'Build with `--no-cache`, so that no layers have to be compared',
         'Merge both steps into one instruction, so that there is only a single layer to rebuild'], 'b',
   'A layer is rebuilt when its input changes, and so are all after it. If only the two package files are copied before `npm ci`, a change of '
   'source code leaves that layer in the cache. `--no-cache` does the opposite, and installing at start moves the wait to every start.',
   'Docker: Build cache|https://docs.docker.com/build/cache/'),
  ('b4000000-0000-4000-8000-000000000002', 'devops', 'containers', 'easy', 'mcq', 5, 45,
   $$A PostgreSQL container loses all data when it is replaced by one with a newer image. Where should the data directory live?$$,
   array['In a volume that exists independently of the container',
         'In the container''s file system, with the restart policy `always`',
         'In the image, copied there by the Dockerfile',
         'In the container''s file system, saved by `docker commit` at each stop'], 'a',
   'A volume has its own life: the new container mounts the same one. The file system of a container is deleted together with it, whatever its '
   'restart policy. An image made by `docker commit` is a copy of one moment, and PostgreSQL''s official image declares its data directory as a '
   'volume, which commit leaves out.',
   'Docker: Volumes|https://docs.docker.com/engine/storage/volumes/'),
  ('b4000000-0000-4000-8000-000000000003', 'devops', 'containers', 'medium', 'mcq', 10, 60,
   $$The liveness probe of an API queries the database. When the database is slow, Kubernetes restarts all API pods again and again.
What is the right change?$$,
   array['Remove the readiness probe, so that pods always receive traffic',
         'Let the liveness probe restart the database as well',
         'Raise the failure threshold and the timeout of the liveness probe',
         'Let the liveness probe check only the process itself, not the database'], 'd',
   'A restart can only cure what is wrong with the process, so that is all a liveness probe should look at. A higher threshold delays the '
   'restarts and makes real hangs last longer. Whether readiness should look at a shared database is disputed: if it does, a slow database takes '
   'all pods out of service at once.',
   'Kubernetes: Configure liveness, readiness and startup probes|'
   'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/'),
  ('b4000000-0000-4000-8000-000000000004', 'devops', 'containers', 'medium', 'mcq', 10, 60,
   $$A pod restarts every few hours. Its last state is `OOMKilled`, exit code 137. What happened, and what do you do?$$,
   array['The process used too much CPU; raise the CPU limit',
         'The liveness probe failed; make its timeout longer',
         'The node ran out of disk space; remove unused images and old logs',
         'It exceeded its memory limit; look for a leak or raise the limit'], 'd',
   '137 is 128 + 9, the signal KILL, and `OOMKilled` names its cause: the memory limit. Too much CPU is throttled and never killed, so a CPU '
   'limit is not involved. A failed liveness probe would show in the pod''s events.',
   'Kubernetes: Assign memory resources|https://kubernetes.io/docs/tasks/configure-pod-container/assign-memory-resource/'),
  ('b4000000-0000-4000-8000-000000000005', 'devops', 'containers', 'hard', 'mcq', 15, 75,
   $$During each rolling update a few requests fail with "connection refused", although the new pods are ready.
The application stops accepting connections as soon as it receives SIGTERM. What fixes this?$$,
   array['Send SIGKILL instead of SIGTERM, so that connections close faster',
         'Go on accepting for some seconds after SIGTERM, then finish open requests and exit',
         'Add a second readiness probe that fails while the pod is starting',
         'Start each new pod before an old one is removed (maxSurge 1, maxUnavailable 0)'], 'b',
   'The pod gets SIGTERM at the same time as it is taken out of the endpoints, and proxies need some seconds to learn that; until then they '
   'still send new connections. So it has to accept for a while longer. maxSurge helps with capacity, but the old pod still closes too soon.',
   'Kubernetes: Termination of Pods|https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination'),
  ('b4000000-0000-4000-8000-000000000028', 'devops', 'containers', 'medium', 'mcq', 10, 60,
   $$A Deployment refers to the image `registry.example/api:1.4`. Two pods of one ReplicaSet behave differently, and their nodes pulled the image
on different days.
What is the likely cause, and which reference rules it out?$$,
   array['The nodes have different CPUs; refer to `api:1.4-amd64`',
         'The registry compressed the layers anew; refer to `api:latest`',
         'The tag was pushed again; refer to the digest, `api@sha256:…`',
         'One node has an older kernel; refer to `api:1.4` by its image id on that node'], 'c',
   'A tag is a name that can be moved, so nodes that pull at different times can get different images. A digest is computed from the content and '
   'always means the same image. `latest` is a tag like any other, only one that moves more often.',
   'Kubernetes: Images|https://kubernetes.io/docs/concepts/containers/images/');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            keywords, needed, sample_solution, explanation, source) values
  ('b4000000-0000-4000-8000-000000000016', 'devops', 'containers', 'easy', 'short_answer', 10, 120,
   $$What is the difference between a container image and a container?
What happens to a file that was written inside a container when the container is removed, and how do you keep such a file?$$,
   array['read-only|readonly|immutable|template|blueprint|unchangeable|package|packaged|snapshot|does not change|cannot change|static',
         'running|runs|instance|process|started',
         'lost|deleted|gone|disappears|destroyed|vanishes|removed with|thrown away',
         'volume|volumes|bind mount|mount|mounted|persistent volume'], null,
   $$An image is an immutable, layered template; a container is a running instance of it with its own writable layer.
A file written there is lost when the container is removed. To keep it, write it to a volume or a bind mount.$$,
   'An image is an immutable stack of layers; each container adds a writable layer of its own, which is deleted with it. Only volumes and bind '
   'mounts outlive the container. Stopping alone deletes nothing, which is why the loss is often noticed late.',
   'Docker: What is a container?|https://docs.docker.com/get-started/docker-concepts/the-basics/what-is-a-container/'),
  ('b4000000-0000-4000-8000-000000000017', 'devops', 'containers', 'medium', 'short_answer', 15, 120,
   $$Name four measures that make a container in production harder to attack or limit the damage, with a few words on each.$$,
   array['root|non-root|unprivileged|nonroot|rootless|normal user|USER',
         'minimal|slim|distroless|small|smaller|fewer packages|multi-stage|alpine',
         'read-only|readonly|read only',
         'capabilities|capability|seccomp|privileged|privileges|apparmor|selinux',
         'scan|scanning|scans|scanned|vulnerabilities|patch|patched|patches|updates|update|rebuild|signed|signature|pinned|digest'], 4,
   $$Run as a non-root user; use a minimal image with few packages; mount the root file system read-only;
drop all capabilities and forbid privilege escalation; scan images and rebuild them for updates; keep secrets out of the image.$$,
   'Each measure limits another step of an attack: no root and no capabilities limit what a process may do, a minimal image leaves no tools, a '
   'read-only file system keeps nothing, scanning closes known holes. Running in a container is no measure by itself: the kernel is shared with '
   'the host.',
   'OWASP: Docker Security Cheat Sheet|https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b4000000-0000-4000-8000-000000000022', 'devops', 'containers', 'hard', 'code', 25, 600,
   $$Write a Dockerfile for a TypeScript API. `npm ci` installs, `npm run build` writes to `dist/`, and `node dist/server.js` starts it on port 8080.
The final image must contain no compiler and no development dependencies and must not run as root.
A change of source code alone must not install the packages again, and SIGTERM must reach the Node process.$$,
   array['stages|8|A build stage and a final stage that holds only dist and production dependencies',
         'caching|6|package.json and the lock file are copied, and npm ci is run, before the source is copied',
         'user|5|Runs as a user without root rights',
         'signals|3|Exec form of CMD, with node as the main process and not behind npm or a shell',
         'hygiene|3|A pinned slim base image, and a .dockerignore is mentioned or not needed'],
   $code$FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER node
EXPOSE 8080
CMD ["node", "dist/server.js"]
# .dockerignore: node_modules, dist, .git, .env$code$,
   'The build stage with compiler and development packages is thrown away; the final one copies only what runs. Copying the package files first '
   'keeps the install layer in the cache. `CMD ["node", …]` in exec form makes node the main process: behind npm or a shell it would never see '
   'SIGTERM.',
   'Docker: Multi-stage builds|https://docs.docker.com/build/building/multi-stage/'),
  ('b4000000-0000-4000-8000-000000000023', 'devops', 'containers', 'hard', 'open', 25, 420,
   $$After a move to Kubernetes the p99 latency of a service is four times higher, while average CPU use is 30 % and there are no errors.
What could cause this, how do you check each cause, and what would you change?$$,
   array['hypotheses|8|Several fitting causes: CPU throttling by limits, noisy neighbours, DNS, extra network hops, cold or too few pods, GC',
         'checks|9|Names a concrete measurement for each cause, such as throttled periods, traces, DNS times, per-pod latency',
         'changes|5|A fitting change for the likely causes, with its cost',
         'method|3|Goes step by step, one change at a time, and compares p99 before and after'],
   $$Averages hide short bursts, so look at each pod and at traces of slow requests first.
CPU throttling is the most likely cause: compare throttled with total periods; raise or remove the CPU limit, keep the request, and match
the runtime's thread count to it. Then: pods on busy nodes (latency by node; spread pods, set requests honestly), DNS (look-up times, search
domains; a local cache), connections that are no longer kept alive behind the new proxy (traces, connection counts), new pods that take
traffic before they are warm (latency by pod age; readiness), and garbage collection in a smaller heap (GC logs).
Change one thing at a time under the same load and compare p99.$$,
   'With a CPU limit, a burst uses up the quota of a 100 ms period and the process is stopped for the rest of it, which average use never shows. '
   'Adding pods is the likely first reflex: it costs money and leaves the throttling. One change at a time under the same load is the only way '
   'to know what helped.',
   'Kubernetes: Resource management for Pods and containers|https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/');

-- devops: ci_cd -------------------------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b4000000-0000-4000-8000-000000000006', 'devops', 'ci_cd', 'easy', 'mcq', 5, 45,
   $$A test fails about once in twenty runs without any change of the code. What is the best way to deal with it?$$,
   array['Let the pipeline repeat each failed test up to five times',
         'Delete the test, because a test that fails at random proves nothing about the code',
         'Stop it from blocking for now, with a ticket and an owner, and fix the cause',
         'Run the pipeline again until it is green, because the code is evidently right'], 'c',
   'A test that blocks at random teaches people to ignore red, so it must stop blocking, but with somebody who looks for the cause. It may be a '
   'real race in the product. Automatic repeats hide exactly those races, and nobody looks at them again.',
   'Google Testing Blog: Flaky tests at Google|https://testing.googleblog.com/2016/05/flaky-tests-at-google-and-how-we.html'),
  ('b4000000-0000-4000-8000-000000000007', 'devops', 'ci_cd', 'easy', 'mcq', 5, 45,
   $$A pipeline deploys to a cloud account. Which way to give it access is safest?$$,
   array['An access key in the CI system''s settings, renewed every year by an administrator',
         'An access key baked into the build image',
         'Short-lived credentials that the job obtains with its own identity (OIDC)',
         'An access key in the repository, encoded in Base64'], 'c',
   'With OIDC the job proves who it is and gets credentials that expire after minutes, so there is no key to steal or to rotate. A stored key '
   'works for everybody who can read it, Base64 or not. A yearly renewal leaves a stolen key valid for months.',
   'GitHub Docs: OpenID Connect|https://docs.github.com/en/actions/concepts/security/openid-connect'),
  ('b4000000-0000-4000-8000-000000000008', 'devops', 'ci_cd', 'medium', 'mcq', 10, 60,
   $$Staging and production should run the same software. Which pipeline gives the best assurance of that?$$,
   array['Build from a release branch for production and from the main branch for staging',
         'Build on the production servers themselves, from the same lock file as staging',
         'Build from the same commit, once for staging and then once for production',
         'Build one artifact and deploy it to both, with different configuration'], 'd',
   'What was tested is then, bit for bit, what runs in production. Two builds of one commit can differ, because base images, packages and the '
   'clock differ. The configuration is what may differ between environments, so it stays out of the artifact.',
   'The Twelve-Factor App: Build, release, run|https://12factor.net/build-release-run'),
  ('b4000000-0000-4000-8000-000000000009', 'devops', 'ci_cd', 'medium', 'mcq', 10, 60,
   $$A new version gets 5 % of the traffic for 20 minutes. On what should the automatic decision to continue or roll back rest?$$,
   array['Error rate and latency of the new version in that time compared with those of the old one yesterday',
         'Whether the health check of the new version returns 200',
         'Whether any user has reported a problem',
         'Error rate and latency of the new version compared with the old one in the same minutes'], 'd',
   'Both versions then see the same users, the same load and the same failures of others, so what differs is the version. Yesterday had another '
   'load. A health check of 200 only says that the process is alive.',
   'Google SRE Workbook: Canarying Releases|https://sre.google/workbook/canarying-releases/'),
  ('b4000000-0000-4000-8000-000000000010', 'devops', 'ci_cd', 'medium', 'mcq', 10, 45,
   $$A workflow uses a third-party GitHub Action in a job with access to secrets.
Which reference protects best against a later, malicious change of that action?$$,
   array['`uses: vendor/action@v4.2.1`, the exact release',
         '`uses: vendor/action@main`',
         '`uses: vendor/action@v4`',
         '`uses: vendor/action@<full commit SHA>`'], 'd',
   'A tag can be moved to another commit by whoever controls the repository, and the full SHA cannot. `@v4.2.1` looks exact, but it is a tag all '
   'the same. Pin to the SHA and let a tool propose updates that somebody reads.',
   'GitHub Docs: Secure use reference|https://docs.github.com/en/actions/reference/security/secure-use'),
  ('b4000000-0000-4000-8000-000000000018', 'devops', 'ci_cd', 'easy', 'mcq', 5, 45,
   $$After each merge a pipeline tests and packages the change and puts it on a staging server. A product manager then presses a button
to release it. What is this called, and what would turn it into the other one?$$,
   array['Continuous deployment; continuous delivery would release it without the button',
         'Continuous delivery; continuous deployment would release it without the button',
         'Continuous delivery; continuous deployment would need the button at every stage',
         'Continuous integration; continuous delivery would also run the tests on staging'], 'b',
   'In continuous delivery every change could be released and a person decides when; in continuous deployment every change that passes goes to '
   'production by itself. The names are often swapped. Continuous integration is only the merging and testing before both.',
   'Continuous Delivery|https://continuousdelivery.com/'),
  ('b4000000-0000-4000-8000-000000000029', 'devops', 'ci_cd', 'medium', 'mcq', 10, 60,
   $$Deployments of a service happen every two weeks; about one in four causes an incident. The team wants fewer incidents.
Which change do studies of software delivery point to?$$,
   array['Deploy smaller changes more often, with automated tests and a fast rollback',
         'Let a change board approve each deployment before it may go out',
         'Freeze the code in the second week, so that only fixes are deployed together with the features',
         'Deploy once a month, so that there is more time to test by hand'], 'a',
   'Small changes are easier to test, to understand and to take back, and the studies of DORA find speed and stability together. Larger and '
   'rarer releases gather risk. External approval was found to slow delivery down without fewer failures.',
   'DORA: Software delivery performance metrics|https://dora.dev/guides/dora-metrics-four-keys/');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            keywords, needed, sample_solution, explanation, source) values
  ('b4000000-0000-4000-8000-000000000019', 'devops', 'ci_cd', 'medium', 'short_answer', 15, 120,
   $$A column must be renamed while old and new versions of the application run side by side during a rolling deployment.
Describe the order of steps. What is this pattern called?$$,
   array['expand|expand and contract|expand-contract|parallel change|expand/contract',
         'add|added|adds|adding|new column|create',
         'both|dual write|double write|both columns|trigger|in sync|dual-write',
         'backfill|backfilled|backfilling|copy|copied|migrate the data|existing rows|old rows',
         'drop|dropped|drops|remove|removed|contract|delete the old|dropping'], null,
   $$Expand and contract: add the new column; deploy a version that writes both columns and still reads the old one; backfill existing rows;
deploy a version that reads the new column; stop writing the old one; and drop it once no running version uses it.$$,
   'At every moment each running version must find the columns it uses, so the new one comes first and the old one goes last. Renaming in one '
   'step breaks either the old or the new version. Each step is deployed alone and can be taken back.',
   'Martin Fowler: Parallel Change|https://martinfowler.com/bliki/ParallelChange.html');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b4000000-0000-4000-8000-000000000024', 'devops', 'ci_cd', 'hard', 'code', 25, 600,
   $$Write a Bash script `deploy.sh <version> <health_url> <timeout_seconds>`.
The commands `current_version` (prints the active version) and `activate <version>` exist.
The script activates the version and polls the health URL every two seconds until it answers with a status below 400.
If that does not happen within the timeout, it activates the previous version again, prints the reason to stderr, and exits with 1.$$,
   array['flow|8|Remembers the previous version first, activates, polls, and succeeds as soon as the service is healthy',
         'rollback|7|Rolls back on timeout, also when activate itself fails, and exits with a failure',
         'timeouts|5|Each request has its own time limit, so that a hanging server cannot stop the script',
         'robustness|5|set -euo pipefail, quoted variables, checked arguments, messages to stderr'],
   $code$#!/usr/bin/env bash
set -euo pipefail

if (($# != 3)) || [[ ! $3 =~ ^[1-9][0-9]{0,5}$ ]]; then
  echo "usage: deploy.sh <version> <health_url> <timeout_seconds>" >&2
  exit 2
fi
version=$1 health_url=$2 timeout=$3
previous=$(current_version)

roll_back() {
  echo "deploy of $version failed: $1; going back to $previous" >&2
  activate "$previous" || echo "activating $previous failed too" >&2
  exit 1
}

activate "$version" || roll_back "activate returned an error"
deadline=$((SECONDS + timeout))
until curl --fail --silent --max-time 2 --output /dev/null "$health_url"; do
  ((SECONDS + 2 < deadline)) || roll_back "not healthy within $timeout seconds"
  sleep 2
done
echo "$version is active and healthy"$code$,
   'Everything that can be checked is checked before `activate`, because after it a failing line would leave the new version active without a '
   'rollback. `--max-time` limits each request, or a hanging server would stop the loop. `set -e` alone is the likely mistake: it ends the '
   'script without rolling back.',
   'GNU Bash: The Set Builtin|https://www.gnu.org/software/bash/manual/html_node/The-Set-Builtin.html'),
  ('b4000000-0000-4000-8000-000000000025', 'devops', 'ci_cd', 'hard', 'open', 25, 420,
   $$The pipeline from merge to production takes 55 minutes, and the team wants less than 15 without more failures in production.
How do you go about it? Name what you measure, what you change in which order, and which risks you watch.$$,
   array['measurement|6|Measures time per step, waiting time and failure rate before changing anything',
         'speed|10|Fitting changes: caching, running in parallel, splitting tests, only affected parts, faster runners, one build',
         'safety|6|Keeps what protects production: tests by risk, canary or staged rollout, fast rollback',
         'order|3|Begins with the longest step on the critical path and checks the effect of each change'],
   $$Record for some weeks how long each step takes, how long jobs wait for runners, and what fails how often. Work on the critical path,
longest step first. Typical changes: cache dependencies and image layers, build once and reuse the artifact, run independent jobs in
parallel, split the test suite over several runners, test only what a change affects on branches, move slow end-to-end tests behind the
deployment with a canary that rolls back automatically, and repair flaky tests that cause second runs.
Watch change failure rate and escaped defects beside the duration: when they rise, a removed check was worth its time.
Set a budget for the duration and an alert when it is exceeded.$$,
   'Only steps on the critical path shorten the pipeline, so measure first. Removing tests is the fast way to 15 minutes and to more failures; '
   'moving slow ones behind a canary keeps their protection. Repairing flaky tests is often the largest gain, because each one doubles some '
   'runs.',
   'DORA: Continuous delivery|https://dora.dev/capabilities/continuous-delivery/');

-- devops: observability -----------------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b4000000-0000-4000-8000-000000000011', 'devops', 'observability', 'easy', 'mcq', 5, 45,
   $$A request passes through twelve services and takes four seconds. Which kind of telemetry shows directly where the time goes?$$,
   array['The error logs of all twelve services',
         'A histogram of response times of each service',
         'A distributed trace of the request',
         'A dashboard of CPU and memory per service'], 'c',
   'A trace shows the spans of this one request in all services, with their durations and order. Histograms show distributions, but not which '
   'service a slow request waited for. Logs of errors say nothing about a request that succeeds slowly.',
   'OpenTelemetry: Traces|https://opentelemetry.io/docs/concepts/signals/traces/'),
  ('b4000000-0000-4000-8000-000000000012', 'devops', 'observability', 'easy', 'mcq', 5, 45,
   $$Which condition should wake somebody up at night?$$,
   array['One of twelve web servers has used 85 % CPU for five minutes',
         'A disk is 60 % full and grows by 1 % a day',
         '5 % of checkout requests have failed for ten minutes',
         'One health check of one of the instances has just failed'], 'c',
   'Users are hurt now, and somebody can do something about it. High CPU or one failed check of one instance may have no effect at all. A disk '
   'that grows by 1 % a day is a ticket for working hours.',
   'Google SRE: Monitoring Distributed Systems|https://sre.google/sre-book/monitoring-distributed-systems/'),
  ('b4000000-0000-4000-8000-000000000013', 'devops', 'observability', 'medium', 'mcq', 10, 60,
   $$A developer adds the label `user_id` to a Prometheus counter of requests. The service has two million users. What is the problem?$$,
   array['Labels are part of the scrape''s URL, which becomes too long',
         'Each user becomes a time series of its own; memory use grows with the users',
         'Counters with a label of that many values cannot be used with `rate()`',
         'The counter is reset whenever a user signs out'], 'b',
   'Each distinct combination of label values is a time series, which Prometheus holds in memory and indexes. `rate()` still works, on two '
   'million series. Facts about single users belong into logs or traces.',
   'Prometheus: Metric and label naming|https://prometheus.io/docs/practices/naming/#labels'),
  ('b4000000-0000-4000-8000-000000000014', 'devops', 'observability', 'easy', 'mcq', 5, 45,
   $$A service promises 99.9 % availability over 30 days. About how many minutes of full outage does that allow?$$,
   array['43 minutes',
         '14 minutes',
         '432 minutes',
         '4 minutes'], 'a',
   '30 days have 43,200 minutes, and 0.1 % of them is 43.2. 4 minutes would be 99.99 %, 432 minutes 99 %. It helps to know the table by heart: '
   'one more nine is a tenth.',
   'Google SRE: Availability Table|https://sre.google/sre-book/availability-table/'),
  ('b4000000-0000-4000-8000-000000000015', 'devops', 'observability', 'hard', 'mcq', 15, 75,
   $$An alert on "error rate above 0.1 % for one minute" fires for every short blip; with a six hour window it comes too late.
The objective is 99.9 % over 30 days. Which alerting is the better choice?$$,
   array['The one-minute alert, silenced automatically after it has fired three times in a day',
         'The same condition over a window of 30 minutes, as a compromise between the other two',
         'No alert on errors, but one on CPU and memory, which change earlier',
         'Alerts on how fast the error budget burns, each over a long and a short window'], 'd',
   'The burn rate says how soon the budget would be gone: a fast burn pages at once, a slow one opens a ticket. The short window ends the alert '
   'soon after the trouble ends. A window of 30 minutes is a compromise that is both late and noisy.',
   'Google SRE Workbook: Alerting on SLOs|https://sre.google/workbook/alerting-on-slos/'),
  ('b4000000-0000-4000-8000-000000000020', 'devops', 'observability', 'easy', 'mcq', 5, 45,
   $$Of 1,000 requests, 950 take 100 ms each and 50 take 4 seconds each. Which statement is right?$$,
   array['The average is 295 ms, and no request took about that long; p99 is 4 s',
         'The average is 295 ms, and half of the requests took longer; p99 is 100 ms',
         'The average is 100 ms, because most requests took that long; p99 is 4 s',
         'The average is 2 s, because it is the middle between the two; p99 is 3.9 s'], 'a',
   '(950 × 0.1 + 50 × 4) / 1000 = 0.295 s: a number that describes neither group. The slowest 1 % are all among the slow ones, so p99 is 4 s. '
   'That half took longer than the average would be a statement about the median, which is 100 ms here.',
   'Google SRE: Monitoring Distributed Systems|https://sre.google/sre-book/monitoring-distributed-systems/'),
  ('b4000000-0000-4000-8000-000000000030', 'devops', 'observability', 'hard', 'mcq', 15, 75,
   $$A service with 20,000 requests a second should keep all traces of slow or failed requests, but only about 1 % of the others.
Which sampling does that?$$,
   array['Tail sampling in a collector that sees all spans of a trace',
         'A rate limit of 200 traces a second in each service, oldest first',
         'Head sampling in each service, with 100 % in those that are slow',
         'Head sampling of 1 % in the first service'], 'a',
   'Whether a request is slow or fails is known at its end, so the decision must wait until its spans are there: tail sampling. Head sampling '
   'decides at the start and loses 99 % of the failures. Decisions of each service by itself leave traces with holes.',
   'OpenTelemetry: Sampling|https://opentelemetry.io/docs/concepts/sampling/');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            keywords, needed, sample_solution, explanation, source) values
  ('b4000000-0000-4000-8000-000000000021', 'devops', 'observability', 'medium', 'short_answer', 15, 150,
   $$Why do services write structured logs instead of free text, and what must each log line carry,
so that one request can be followed through several services?$$,
   array['JSON|fields|field|key-value|key value|keys|machine-readable|machine readable|parsed|parse|parsing',
         'search|searched|searching|filter|filtered|query|queried|queries|aggregate|aggregated',
         'request id|correlation id|trace id|request_id|correlation_id|trace_id|traceparent|request-id|correlation-id',
         'pass|passed|passes|passed on|propagate|propagated|propagates|forward|forwarded|header|headers|hand over|handed on'], null,
   $$Structured logs (JSON with named fields) can be searched, filtered and counted without parsing free text.
Each line carries a request id or trace id that is created at the edge and passed on in a header to every service,
with time, level, service and event.$$,
   'Named fields can be filtered and counted by a machine, free text needs a pattern for each message. The id must be passed on in each call, or '
   'it only finds the lines of one service. W3C Trace Context names the header.',
   'W3C: Trace Context|https://www.w3.org/TR/trace-context/');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b4000000-0000-4000-8000-000000000026', 'devops', 'observability', 'hard', 'code', 25, 600,
   $$A service exports the counter `http_requests_total{service, status}` and the histogram `http_request_duration_seconds`
(labels `service` and `le` on its buckets). Many pods are scraped.
Write three PromQL expressions: (1) the share of 5xx responses per service over 5 minutes,
(2) the p99 duration per service over 5 minutes, (3) an alert condition for more than 2 % 5xx at a service with at least 1 request a second.$$,
   array['ratio|8|Rate of both counters, summed by service on both sides, matched 5xx by regular expression',
         'quantile|8|histogram_quantile over the summed rate of buckets, keeping le and service',
         'alert|6|Combines the ratio with a minimum of traffic, so that a single failed request at night does not fire',
         'form|3|rate() before sum(), and sensible windows'],
   $code$# 1
sum by (service) (rate(http_requests_total{status=~"5.."}[5m]))
  / sum by (service) (rate(http_requests_total[5m]))

# 2
histogram_quantile(0.99, sum by (service, le) (rate(http_request_duration_seconds_bucket[5m])))

# 3
(sum by (service) (rate(http_requests_total{status=~"5.."}[5m]))
  / sum by (service) (rate(http_requests_total[5m]))) > 0.02
and sum by (service) (rate(http_requests_total[5m])) >= 1$code$,
   '`rate` comes before `sum`, because a reset of one pod''s counter is invisible in a sum. `histogram_quantile` needs the `le` label, and '
   'averaging the pods'' own percentiles is the likely mistake: percentiles cannot be averaged. The minimum of traffic keeps one failed request '
   'at night from waking anybody.',
   'Prometheus: Histograms and summaries|https://prometheus.io/docs/practices/histograms/'),
  ('b4000000-0000-4000-8000-000000000027', 'devops', 'observability', 'hard', 'open', 25, 420,
   $$At 03:00 you are paged: 20 % of checkout requests fail. A deployment finished 30 minutes earlier.
Walk through your first 30 minutes: what you look at, what you do, whom you tell, and what you leave for later.$$,
   array['mitigation|9|Restores service first: checks whether the start matches the deployment, and rolls back early rather than debugging',
         'diagnosis|7|Looks at scope and start time, errors by version, dependency, region, traces; keeps evidence',
         'communication|5|Declares an incident, tells support and stakeholders, asks for help in time, keeps a timeline',
         'followup|4|Verifies recovery, handles affected orders, leaves root cause and a blameless review for the day'],
   $$Acknowledge, declare an incident and open a channel with a timeline. Look at when the errors began, which versions, regions and
dependencies they come from, and at one failing trace. If the start matches the deployment, roll back now and look for the cause later;
check first that the database schema allows the rollback. If it does not match, look at dependencies such as the payment provider and
consider a fallback. Tell support and the business what users see and when the next update comes; call the service's owner if there is no
progress after ten to fifteen minutes. Save logs and a heap or thread dump before evidence disappears. Confirm recovery by the
error rate and by completed orders, list the failed payments for repair, and leave root cause and blameless review for the next day.$$,
   'The start of the errors is compared with the deployment first, because a rollback is the fastest repair and needs no root cause. Debugging '
   'while 20 % of checkouts fail is the likely mistake. Telling others early costs a minute and brings help; the analysis belongs to the next '
   'day.',
   'Google SRE: Effective Troubleshooting|https://sre.google/sre-book/effective-troubleshooting/');

-- devops: infrastructure ----------------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b4000000-0000-4000-8000-000000000031', 'devops', 'infrastructure', 'easy', 'mcq', 5, 45,
   $$What is the main gain when infrastructure is described in files under version control instead of being clicked together?$$,
   array['Mistakes become impossible, because the files are checked before they are applied',
         'Servers start faster, since nobody has to wait for a page',
         'Every change can be reviewed and repeated, and is on record',
         'The provider''s prices are lower for automated customers'], 'c',
   'The files show who changed what and why, and a second environment is made from the same text. Wrong files make wrong infrastructure just as '
   'well, only in a way that can be seen and taken back. Speed and price are not the point.',
   'Terraform: What is Terraform?|https://developer.hashicorp.com/terraform/intro'),
  ('b4000000-0000-4000-8000-000000000032', 'devops', 'infrastructure', 'easy', 'mcq', 5, 45,
   $$`terraform plan` shows `-/+ aws_db_instance.main (forces replacement)`. What does it announce?$$,
   array['The database will be stopped and started again',
         'A second database will be created beside the first and kept',
         'The database will be destroyed and made anew',
         'The settings will be changed in place during the next maintenance window'], 'c',
   '`-/+` means destroy and create, because an argument changed that cannot be changed in place; the data would be gone. It is the line to look '
   'for in each plan. `prevent_destroy` makes such a plan fail.',
   'Terraform: terraform plan|https://developer.hashicorp.com/terraform/cli/commands/plan'),
  ('b4000000-0000-4000-8000-000000000033', 'devops', 'infrastructure', 'easy', 'mcq', 5, 45,
   $$An application on a virtual machine needs to read one bucket. Which way to permit it is best?$$,
   array['A role for the machine that may read this one bucket',
         'An access key of an administrator in the machine''s environment',
         'A key that may read all buckets, stored encrypted on the machine''s disk',
         'A public bucket with a name that nobody can guess'], 'a',
   'The role gives short-lived credentials and exactly the right that is needed, and there is nothing to leak. A key of an administrator or for '
   'all buckets makes one captured machine a captured account. A public bucket is found sooner or later.',
   'AWS IAM: Security best practices|https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html'),
  ('b4000000-0000-4000-8000-000000000034', 'devops', 'infrastructure', 'easy', 'mcq', 5, 45,
   $$Which of these belongs into a backup plan and is forgotten most often?$$,
   array['A copy of the newest backup on the database server',
         'The time of day at which backups run',
         'The compression of the files, so that more of them fit on the disk',
         'A regular restore with a check of its result'], 'd',
   'Only a restore shows that the backup is complete and how long a recovery takes. A copy on the same server is lost together with it. Time and '
   'compression matter little in comparison.',
   'PostgreSQL: Continuous archiving and point-in-time recovery|https://www.postgresql.org/docs/current/continuous-archiving.html'),
  ('b4000000-0000-4000-8000-000000000035', 'devops', 'infrastructure', 'medium', 'mcq', 10, 60,
   $$Two engineers run `terraform apply` at the same time, each from a laptop with a local state file. What goes wrong, and what prevents it?$$,
   array['The provider refuses the second call; retry it after some minutes',
         'Each overwrites what the other did; keep the state in a backend that locks',
         'Nothing, as long as both laptops have the same version of the files and of Terraform',
         'Terraform merges the two states, and the later plan wins; so number the plans'], 'b',
   'The state says which real object belongs to which line; two states drift apart, and one apply removes or duplicates the other''s objects. A '
   'shared backend with a lock makes them take turns. Equal files do not help, because the states differ.',
   'Terraform: State locking|https://developer.hashicorp.com/terraform/language/state/locking'),
  ('b4000000-0000-4000-8000-000000000036', 'devops', 'infrastructure', 'medium', 'mcq', 10, 60,
   $$Somebody opened port 22 in the console during an incident. What should the next run of infrastructure as code do?$$,
   array['Show the difference, so that a person takes it back or writes it into the files',
         'Close it silently every five minutes',
         'Rebuild the machine, since its configuration is unknown',
         'Keep it, because what runs in production is the truth'], 'a',
   'Drift must be seen first: the change may be a hole or a needed repair. Taking it back silently can repeat the incident, and keeping it makes '
   'the files a lie. A scheduled plan that reports differences finds drift early.',
   'Terraform: Manage resource drift|https://developer.hashicorp.com/terraform/tutorials/state/resource-drift'),
  ('b4000000-0000-4000-8000-000000000037', 'devops', 'infrastructure', 'medium', 'mcq', 10, 60,
   $$A stateless service runs on three machines, each at 60 % load, one in each zone. A zone fails. What happens?$$,
   array['The failed zone''s requests are lost until it returns, whatever the load of the other machines',
         'The other two would need 90 % each: it may just hold, without reserve',
         'The load of each rises to 60 % of three machines, which is 180 %',
         'The others take over easily, because 60 % leaves 40 % free on each'], 'b',
   '3 × 60 % is 180 %, which two machines carry with 90 % each, where queues already grow. For the loss of one of three zones each should run at '
   'two thirds at most, better lower. It is the usual sum that is forgotten: reserve must be planned for the failure.',
   'AWS Well-Architected: Reliability pillar|https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/welcome.html'),
  ('b4000000-0000-4000-8000-000000000038', 'devops', 'infrastructure', 'medium', 'mcq', 10, 60,
   $$Autoscaling adds a machine when CPU is above 70 %. The service waits mostly for a slow database, and requests time out at 30 % CPU. What is
the better signal?$$,
   array['The number of errors in the log, because timeouts are written there',
         'Requests waiting or in flight per machine, while watching what the database can take',
         'The average CPU of an hour instead of a minute',
         'CPU above 30 %, so that scaling starts earlier'], 'b',
   'The signal has to be what is saturated. Here that is concurrency, not CPU. More machines also open more connections, so without a limit the '
   'database gets slower still. Errors come too late: they are the harm that scaling should prevent.',
   'Google SRE: Handling Overload|https://sre.google/sre-book/handling-overload/'),
  ('b4000000-0000-4000-8000-000000000039', 'devops', 'infrastructure', 'medium', 'mcq', 10, 60,
   $$A cloud bill for data transfer has tripled since a service was split into five that run in three zones. What is the likely cause?$$,
   array['Each service needs an address of its own, which is billed by the full hour',
         'TLS between the services makes each of the messages three times as large',
         'Calls between the services now cross zones, which is billed by volume',
         'Five services write five times as many logs, which count as transfer to the log store'], 'c',
   'What was a function call has become traffic, and between zones it costs per gigabyte. Routing that prefers the own zone, fewer and smaller '
   'messages, or fewer services cure it. TLS adds a few percent only.',
   'AWS: Data transfer costs for common architectures|'
   'https://aws.amazon.com/blogs/architecture/overview-of-data-transfer-costs-for-common-architectures/'),
  ('b4000000-0000-4000-8000-000000000040', 'devops', 'infrastructure', 'hard', 'mcq', 15, 75,
   $$A Kubernetes pod requests 200m CPU and 256Mi, with limits of 2 CPU and 2Gi. The nodes are full by requests, and pods are evicted under
memory pressure. Why this one first?$$,
   array['It has the highest memory limit on the node',
         'Its class is Guaranteed, since it has both requests and limits',
         'It uses far more memory than it requested, so it ranks first among equals in priority',
         'It was started last, and the kubelet removes the newest pods before the older ones'], 'c',
   'The scheduler counts requests, so the node was promised more than it has; the kubelet then evicts pods whose use exceeds their request, by '
   'priority and by how much. Guaranteed would need limits equal to requests. Set the request of memory near to real use.',
   'Kubernetes: Node-pressure eviction|https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/'),
  ('b4000000-0000-4000-8000-000000000041', 'devops', 'infrastructure', 'hard', 'mcq', 15, 75,
   $$A company promises RPO 5 minutes and RTO 1 hour for a database of 4 TB. It has nightly full backups, which take 6 hours to restore. Which
change meets both?$$,
   array['A replica in another region with continuous archiving of the log, and a practised failover',
         'Faster disks, so that the restore takes three hours instead of six',
         'A full backup each hour, copied to another region',
         'A nightly backup to two regions, restored in parallel on twice the number of machines'], 'a',
   'Five minutes of loss need the log to be shipped continuously, and one hour needs a copy that is already running. Hourly backups lose up to '
   'an hour, and a restore of hours misses the RTO. The replica alone is no backup: a wrong delete reaches it too, so the archive stays.',
   'PostgreSQL: High availability, load balancing, and replication|https://www.postgresql.org/docs/current/high-availability.html'),
  ('b4000000-0000-4000-8000-000000000042', 'devops', 'infrastructure', 'hard', 'mcq', 15, 75,
   $$A module is used by 40 teams. You must change how it names buckets, which would replace all of them. Which release is best?$$,
   array['A patch release at night, announced a week before',
         'A fork for new teams, while the module stays unchanged for the forty for ever',
         'A new major version with an input that keeps the old names, beside the old version',
         'A change of the default, because it reaches everybody without work'], 'c',
   'Replacing buckets loses data, so the module must offer a path without replacement, and teams must choose when. A changed default would run '
   'in forty pipelines on the same morning. A fork for ever means two modules to maintain.',
   'Terraform: Refactor modules|https://developer.hashicorp.com/terraform/language/modules/develop/refactoring'),
  ('b4000000-0000-4000-8000-000000000043', 'devops', 'infrastructure', 'hard', 'mcq', 15, 75,
   $$A canary of a new kernel image runs on 5 % of the nodes for a day without errors. On all nodes it fails after four days with full disks.
What should the canary have had?$$,
   array['A load test with twice the usual traffic during the whole of the first day',
         'A look at slow trends, such as disk growth, beside errors and latency',
         'An automatic rollback at the first failed health check of any single node',
         'A share of 10 % of the nodes instead of 5 %'], 'b',
   'Nothing was wrong with the share: the fault needs time, and a trend of the disks would have shown it on the first day compared with the old '
   'image. Health checks stay green until the disk is full. Comparing growth rates is part of a good canary analysis.',
   'Google SRE Workbook: Canarying Releases|https://sre.google/workbook/canarying-releases/');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            keywords, needed, sample_solution, explanation, source) values
  ('b4000000-0000-4000-8000-000000000044', 'devops', 'infrastructure', 'easy', 'short_answer', 10, 120,
   $$What do "cattle, not pets" or "immutable infrastructure" mean for a server that misbehaves, and what must hold for its data so that this works?$$,
   array['replace|replaced|replaces|rebuild|rebuilt|recreate|recreated|new one|destroy|thrown away|kill',
         'not repaired|not repair|no repair|by hand|manually|not fixed|not log in|no ssh|never changed|not patched',
         'outside|elsewhere|separate|separately|external|stateless|database|object storage|volume|not on the server|not stored on it|no state'], null,
   $$It is replaced by a new one made from the image, not repaired by hand. That works only if its data live elsewhere, in a database, object storage or a
volume that can be attached again: the server itself has no state.$$,
   'What is rebuilt from a description is known; what was repaired by hand is known to one person. It needs state outside the machine, or '
   'replacing it would lose data. Keep the broken one for analysis, out of service, if you want to know why.',
   'Martin Fowler: Immutable Server|https://martinfowler.com/bliki/ImmutableServer.html'),
  ('b4000000-0000-4000-8000-000000000045', 'devops', 'infrastructure', 'medium', 'short_answer', 15, 120,
   $$Name four things that you check in a plan of infrastructure changes before you apply it to production.$$,
   array['destroy|destroyed|replacement|replace|replaced|delete|deleted|deletes',
         'right environment|environment|account|workspace|region|production or staging',
         'downtime|restart|restarts|interruption|outage|availability|maintenance',
         'security|permissions|public|open|ports|firewall|IAM|rights|0.0.0.0',
         'cost|costs|price|billing|expensive',
         'rollback|roll back|way back|undo|backup',
         'unexpected|drift|only what|more than|other resources|scope|unrelated'], 4,
   $$Whether anything is destroyed or replaced; that it is the right account and environment; that only what I meant is changed (drift); whether
there is an interruption;
whether something becomes public or gets more rights; what it costs; and how to go back.$$,
   'Most disasters of infrastructure as code were visible in a plan that nobody read to the end. Replacement of stateful things and the wrong '
   'account come first. Changes that are not yours point at drift.',
   'Terraform: terraform plan|https://developer.hashicorp.com/terraform/cli/commands/plan'),
  ('b4000000-0000-4000-8000-000000000046', 'devops', 'infrastructure', 'medium', 'short_answer', 15, 150,
   $$Secrets should not stand in infrastructure code. Name where they should live, how a process gets them, and what makes rotation possible
without downtime.$$,
   array['secret manager|secrets manager|vault|key vault|secret store|KMS|parameter store',
         'identity|role|workload identity|service account|IAM|at start|at runtime|at run time|injected|mounted|fetch|fetches|reads it',
         'two|both|old and new|overlap|overlapping|version|versions|dual|second key|at the same time'], null,
   $$In a secret store such as Vault or a cloud's secret manager, with access rights and a log. The process reads it at start or at run time with
its own identity.
For rotation two versions are valid for a while: add the new one, let everybody use it, and remove the old one.$$,
   'A store gives rights, a log and one place to change; the workload''s identity removes the secret that protects secrets. Overlapping validity '
   'is what most rotations lack, so that they become outages and are put off.',
   'OWASP: Secrets Management Cheat Sheet|https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html'),
  ('b4000000-0000-4000-8000-000000000047', 'devops', 'infrastructure', 'hard', 'short_answer', 20, 150,
   $$A region of your cloud provider fails completely. Name four things that must be ready beforehand so that you can serve users from another region.$$,
   array['data|replica|replicated|replication|copy of the database|backup|backups',
         'DNS|traffic|load balancer|failover|route|routing|anycast',
         'capacity|quota|quotas|reserved|enough machines|scale up|instances',
         'infrastructure as code|terraform|images|artifacts|registry|deploy|deployed|pipeline|configuration|code',
         'practised|practiced|tested|drill|drills|game day|runbook|exercise|rehearsed',
         'secrets|keys|certificates|identity|dependencies|third party|control plane'], 4,
   $$Replicated data with a known lag; a way to direct traffic (DNS or a global load balancer) that does not depend on the lost region; capacity
and quotas there;
images, code, configuration, secrets and certificates in reach; and a failover that has been practised, with a runbook.$$,
   'Whatever has not been practised does not work on that day. Quotas and the control plane are the usual surprises: thousands of customers move '
   'at the same time. Data decide the rest, since the lag is what is lost.',
   'AWS: Disaster recovery options in the cloud|'
   'https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/disaster-recovery-options-in-the-cloud.html');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b4000000-0000-4000-8000-000000000048', 'devops', 'infrastructure', 'medium', 'code', 20, 480,
   $$A plan of infrastructure changes is given as JSON: `{"resource_changes": [{"address": "…", "type": "…", "change": {"actions": ["delete",
"create"]}}]}`.
Write a Python function `dangerous(plan, protected)` that returns the addresses, sorted, of resources that would be destroyed or replaced
and whose type is in the set `protected`. Unknown members are ignored; a plan without changes gives an empty list.$$,
   array['actions|9|Finds deletes and both orders of replacement, and nothing else',
         'types|5|Only protected types',
         'robustness|4|No changes, missing members; sorted, without duplicates',
         'clarity|2|Small and readable'],
   $code$def dangerous(plan, protected):
    return sorted(
        {
            change["address"]
            for change in plan.get("resource_changes", [])
            if change.get("type") in protected and "delete" in change.get("change", {}).get("actions", [])
        }
    )$code$,
   'A replacement is `["delete", "create"]` or `["create", "delete"]`, so looking for `delete` in the list covers both and plain deletes. '
   'Comparing with one exact list is the likely mistake. Such a check in the pipeline stops what a tired reader of plans overlooks.',
   'Terraform: JSON output format|https://developer.hashicorp.com/terraform/internals/json-format'),
  ('b4000000-0000-4000-8000-000000000049', 'devops', 'infrastructure', 'hard', 'code', 25, 600,
   $$Write a Bash function `with_lock <file> <seconds> <command…>` for jobs on one machine. It runs the command only while it holds a lock on the file,
waits at most that many seconds for it, and returns the command's exit status, or 75 if the lock was not free in time (with a message on stderr).
The lock must vanish when the process is killed, arguments with spaces must survive, and the command's own children may run on without the lock.$$,
   array['locking|9|A kernel lock (flock), not a file that stays behind after a crash',
         'status|7|Passes on the exit status; 75 and a message on timeout',
         'quoting|5|Arguments keep their spaces; nothing is evaluated twice',
         'descriptors|4|Children do not inherit the lock'],
   $code$with_lock() {
  local file=$1 seconds=$2 fd status=0
  shift 2
  exec {fd}>>"$file"
  if ! flock --wait "$seconds" "$fd"; then
    echo "with_lock: $file is still locked after $seconds seconds" >&2
    exec {fd}>&-
    return 75
  fi
  # The command does not inherit the descriptor, and so neither do its children.
  "$@" {fd}>&- || status=$?
  exec {fd}>&-
  return "$status"
}$code$,
   'The kernel drops a `flock` when the process ends, however it ends; a lock file with a process id stays behind after a crash. Closing the '
   'descriptor for the command keeps a background child from holding the lock for days. `"$@"` keeps the arguments as they are.',
   'flock(1)|https://man7.org/linux/man-pages/man1/flock.1.html'),
  ('b4000000-0000-4000-8000-000000000050', 'devops', 'infrastructure', 'hard', 'open', 25, 420,
   $$A company has grown by clicking: 300 cloud resources in one account, nobody knows which are needed, and production and tests are mixed.
Plan how you bring this under control in half a year without an outage. Say what comes first, how you import what exists, and how you keep
it from happening again.$$,
   array['inventory|6|Finds out what exists, who owns it, what it costs; tags, logs of use, no deletion by guess',
         'safety|7|Backups, rights and deletion protection first; accounts separated step by step',
         'import|7|Imports into code in small plans that change nothing; new things in code only',
         'prevention|5|Rights to click are removed, drift is reported, policies and budgets per team'],
   $$First safety: backups with a tested restore, no keys of administrators, deletion protection, a budget alarm. Then an inventory from the API,
with owner and cost; what seems unused is
stopped or its access removed for two weeks before it is deleted. Separate accounts for production, test and shared things; new things are
made there, in code only. Existing ones are imported
service by service until the plan shows no change, beginning with what changes most. Databases move last, with a rehearsal. At the end
people have read-only rights in the console,
a nightly plan reports drift, and policies refuse public buckets and resources without an owner.$$,
   'What is not understood must not be deleted, so the order is protect, know, import, separate. A plan without changes proves that an import is '
   'right. Rights decide whether it lasts: as long as clicking is easier, people click.',
   'Terraform: Import existing resources|https://developer.hashicorp.com/terraform/language/import');

-- devops: networking --------------------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b4000000-0000-4000-8000-000000000051', 'devops', 'networking', 'easy', 'mcq', 5, 45,
   $$A hostname is changed to another address in DNS. Half of the users still reach the old server an hour later. Why?$$,
   array['Browsers remember the first address of each site for as long as they are open',
         'Resolvers keep the old answer until its time to live is over',
         'DNS changes are made at night, when the load is low',
         'The other half uses IPv6, which has no DNS'], 'b',
   'Each answer carries a time to live, and resolvers may use it so long. Lower it well before a planned change, and let the old server run '
   'meanwhile. Browsers cache too, but for a minute or so.',
   'RFC 1034: Domain names, concepts|https://www.rfc-editor.org/rfc/rfc1034.html'),
  ('b4000000-0000-4000-8000-000000000052', 'devops', 'networking', 'easy', 'mcq', 5, 45,
   $$A connection attempt fails at once with "connection refused". What does that say?$$,
   array['A firewall dropped the packets on their way without any notice',
         'The host was reached, and nothing listens on that port',
         'The name could not be resolved to an address',
         'The host does not exist, or is switched off'], 'b',
   'A refusal is an answer: the host (or a firewall that rejects) replied with a reset. Dropped packets give no answer, so the attempt ends in a '
   'time-out. A name that cannot be resolved fails before any packet is sent.',
   'RFC 9293: Transmission Control Protocol|https://www.rfc-editor.org/rfc/rfc9293.html'),
  ('b4000000-0000-4000-8000-000000000053', 'devops', 'networking', 'easy', 'mcq', 5, 45,
   $$How many addresses does the network `10.0.4.0/22` have, and is `10.0.7.200` one of them?$$,
   array['1,024, and no',
         '256, and no, because the third number is another one',
         '22, and no',
         '1,024, and yes'], 'd',
   '32 − 22 = 10 bits are free, so 2^10 = 1,024 addresses: from 10.0.4.0 to 10.0.7.255. A /24 would have 256 and end at 10.0.4.255. Cloud '
   'providers reserve a few of them in each subnet.',
   'RFC 4632: Classless Inter-domain Routing|https://www.rfc-editor.org/rfc/rfc4632.html'),
  ('b4000000-0000-4000-8000-000000000054', 'devops', 'networking', 'easy', 'mcq', 5, 45,
   $$What does TLS give to a connection between browser and server?$$,
   array['The data are compressed and arrive in the right order',
         'The server''s address is hidden from everybody on the way, and so is its name',
         'The user''s identity is checked, and others cannot read what is sent',
         'The server''s identity is checked, and others can neither read nor change what is sent'], 'd',
   'The certificate proves that the server belongs to the name, and the session keys give confidentiality and integrity. Who the user is has to '
   'be found out by other means. The address stays visible, and usually the name too.',
   'RFC 8446: TLS 1.3|https://www.rfc-editor.org/rfc/rfc8446.html'),
  ('b4000000-0000-4000-8000-000000000055', 'devops', 'networking', 'medium', 'mcq', 10, 60,
   $$A service in a private subnet can be reached by its neighbours, but cannot download updates from the internet. Nothing from outside should
reach it. What is missing?$$,
   array['A load balancer in front of the service, with a certificate for its name',
         'A NAT gateway in a public subnet, and a route to it',
         'A firewall rule that lets inbound port 443 in',
         'A public address for the service'], 'b',
   'NAT lets connections out and their answers back in, while nobody outside can begin one. A public address would open the other direction, '
   'too. Load balancers and inbound rules are for traffic towards the service.',
   'Amazon VPC: NAT gateways|https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html'),
  ('b4000000-0000-4000-8000-000000000056', 'devops', 'networking', 'medium', 'mcq', 10, 60,
   $$Between two data centres with a round trip of 80 ms, one TCP connection carries 6 Mbit/s on a 1 Gbit/s line. Its receive window is 64 KiB.
What limits it?$$,
   array['Packet loss, which halves the rate again and again',
         'Encryption, which reduces the rate to a hundredth on ordinary processors',
         'Window divided by round trip: 64 KiB in 80 ms are about 6.5 Mbit/s',
         'The line, since 1 Gbit/s is shared by all connections'], 'c',
   'The sender may have only one window of bytes on the way, so the rate is window / round trip. Larger windows (scaling), or several '
   'connections, cure it. Loss would show in retransmissions, and modern processors encrypt gigabytes a second.',
   'RFC 7323: TCP Extensions for High Performance|https://www.rfc-editor.org/rfc/rfc7323.html'),
  ('b4000000-0000-4000-8000-000000000057', 'devops', 'networking', 'medium', 'mcq', 10, 60,
   $$A load balancer closes idle connections after 60 seconds, the application behind it after 55. Sometimes clients get 502. Why?$$,
   array['Both close at the same time, and the client''s request is answered twice',
         'The balancer needs five seconds to open a new connection',
         'The application''s idle time must be a multiple of the balancer''s, or both count differently',
         'The application closes a connection at the moment when the balancer sends a request on it'], 'd',
   'The side that reuses a connection must be the one that gives up first. If the server closes earlier, a request can cross the close on the '
   'way and is lost. So the application''s idle time should be longer than the balancer''s, such as 65 seconds.',
   'Elastic Load Balancing: Troubleshooting|https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html'),
  ('b4000000-0000-4000-8000-000000000058', 'devops', 'networking', 'medium', 'mcq', 10, 60,
   $$Small requests work through a VPN, larger responses hang. `ping` works. What is the likely cause?$$,
   array['TCP ports above 1024 are blocked by a firewall',
         'Packets above the tunnel''s MTU are dropped, and the ICMP message that would say so is filtered',
         'The VPN''s bandwidth is used up by other users',
         'DNS answers are too large for the tunnel, so that only names that are short can be resolved'], 'b',
   'The tunnel''s header makes its MTU smaller than 1500; full-size packets do not fit, and without the ICMP message the sender goes on sending '
   'them. Small packets and pings pass. Let the ICMP message through or clamp the MSS.',
   'RFC 4821: Packetization Layer Path MTU Discovery|https://www.rfc-editor.org/rfc/rfc4821.html'),
  ('b4000000-0000-4000-8000-000000000059', 'devops', 'networking', 'medium', 'mcq', 10, 45,
   $$A web app needs messages from server to browser only, through ordinary proxies, with automatic reconnection. Which is the simplest fit?$$,
   array['WebSocket',
         'A raw TCP connection',
         'Server-sent events',
         'Polling every second with a conditional GET request'], 'c',
   'Server-sent events are an HTTP response that goes on; the browser reconnects by itself and says which event it saw last. WebSocket is '
   'two-way, and reconnection is yours to write. Browsers cannot open raw TCP connections.',
   'MDN: Server-sent events|https://developer.mozilla.org/en-US/docs/Web/API/Server-sent_events'),
  ('b4000000-0000-4000-8000-000000000060', 'devops', 'networking', 'hard', 'mcq', 15, 75,
   $$A service calls another by its DNS name, which has ten addresses; all traffic goes to one of them for hours. The client keeps one HTTP/2
connection. Why, and what helps?$$,
   array['The other nine fail their health checks; make these less strict',
         'All requests share that connection; balance per request in the client or a proxy',
         'DNS always returns the same first address; sort the answers by name',
         'The time to live of the name is too long; set it to one second'], 'b',
   'HTTP/2 multiplexes requests over one long connection, so the name is resolved once and balancing per connection balances nothing. '
   'Client-side or proxy balancing spreads requests. A shorter time to live changes only where the next connection goes.',
   'Kubernetes: gRPC Load Balancing|https://kubernetes.io/blog/2018/11/07/grpc-load-balancing-on-kubernetes-without-tears/'),
  ('b4000000-0000-4000-8000-000000000061', 'devops', 'networking', 'hard', 'mcq', 15, 75,
   $$A busy proxy opens a new connection to one backend for each request, and above about 470 requests a second it fails with "cannot assign
requested address". Why?$$,
   array['The kernel limits each process to 470 connections a second; start more of them',
         'The proxy has used up its file descriptors, since each closed connection keeps one for a minute',
         'Ports of closed connections stay in TIME_WAIT; reuse connections instead',
         'The backend''s accept queue is full; raise its backlog'], 'c',
   'About 28,000 local ports, each held for 60 seconds towards the same address and port, allow some 470 new connections a second. Keep-alive '
   'makes the number of connections small. A full accept queue would be refused or time out, and descriptors are free after the close.',
   'Linux kernel: IP sysctl|https://www.kernel.org/doc/html/latest/networking/ip-sysctl.html'),
  ('b4000000-0000-4000-8000-000000000062', 'devops', 'networking', 'hard', 'mcq', 15, 75,
   $$0-RTT of TLS 1.3 lets a client send data in its first packet. Which requests must a server not accept there?$$,
   array['Those that carry cookies, because early data are not encrypted',
         'Those with a body, because early data are limited to headers',
         'Those of new clients, because their certificate has not been checked yet',
         'Those that change something, because the first packet can be replayed by others'], 'd',
   'Early data are encrypted, but nothing keeps somebody who recorded them from sending them again. A repeated GET is harmless, a repeated '
   'payment is not; servers answer 425 Too Early. New clients cannot use it at all, since it needs a key of an earlier session.',
   'RFC 8470: Using Early Data in HTTP|https://www.rfc-editor.org/rfc/rfc8470.html'),
  ('b4000000-0000-4000-8000-000000000063', 'devops', 'networking', 'hard', 'mcq', 15, 75,
   $$Two networks that must be connected both use `10.0.0.0/16`. Renumbering one would take a year. Which is the usual way out meanwhile?$$,
   array['Switch both to IPv6 addresses of the same numbers, since those are never in conflict',
         'Translate addresses at the border, or expose single services by private endpoints',
         'Give one of them longer prefixes (two /17), so that its routes win',
         'Connect them with a VPN, and let the routers choose the nearer one'], 'b',
   'An address that exists twice cannot be routed, so one side must appear under other addresses (NAT at the border), or only named services are '
   'offered through endpoints. Longer prefixes make all packets go to one of the two. Plan address ranges before the second network exists.',
   'RFC 1918: Address Allocation for Private Internets|https://www.rfc-editor.org/rfc/rfc1918.html');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            keywords, needed, sample_solution, explanation, source) values
  ('b4000000-0000-4000-8000-000000000064', 'devops', 'networking', 'easy', 'short_answer', 10, 120,
   $$A user types `https://shop.example` into the browser. Name the steps until the first byte of HTML arrives, in their order.$$,
   array['DNS|resolve|resolved|resolves|name resolution|IP address|lookup|look-up',
         'TCP|connection|handshake|connect|connects|QUIC',
         'TLS|certificate|encryption|encrypted|SSL',
         'request|GET|HTTP request|sends the request'], null,
   $$DNS resolves the name to an address; a TCP connection is opened to port 443 (or QUIC); the TLS handshake checks the certificate and agrees on keys;
the browser sends the HTTP request, and the server responds.$$,
   'Each step costs at least one round trip, which is why caching, keep-alive and QUIC matter on slow networks. Redirects and HSTS can come '
   'before. Knowing the order is what finding a fault begins with.',
   'MDN: How browsers work|https://developer.mozilla.org/en-US/docs/Web/Performance/Guides/How_browsers_work'),
  ('b4000000-0000-4000-8000-000000000065', 'devops', 'networking', 'medium', 'short_answer', 15, 120,
   $$`curl https://api.example` hangs. Name four commands or checks that tell you at which layer the fault is, and what each one shows.$$,
   array['dig|nslookup|DNS|resolve|getent|host command',
         'ping|traceroute|mtr|tracepath|ICMP',
         'telnet|nc|netcat|port|TCP connect|nmap|SYN',
         'openssl|s_client|TLS|certificate|handshake',
         'curl -v|verbose|status code|headers|timing|HTTP',
         'tcpdump|wireshark|packet capture|ss|netstat',
         'firewall|security group|proxy|route|routing'], 4,
   $$`dig api.example` shows whether the name resolves; `mtr` or ping whether the host is reachable; `nc -vz host 443` whether the port accepts
connections;
`openssl s_client` whether the TLS handshake works; `curl -v` where it stops; tcpdump whether packets leave and come back.$$,
   'Going layer by layer (name, route, port, TLS, HTTP) halves the search each time. A hang points at dropped packets or a slow server, a quick '
   'error at a refusal. Starting with the application''s code is the likely waste of time.',
   'Everything curl: Verbose|https://everything.curl.dev/usingcurl/verbose/index.html'),
  ('b4000000-0000-4000-8000-000000000066', 'devops', 'networking', 'medium', 'short_answer', 15, 150,
   $$Compare a load balancer at layer 4 with one at layer 7: what does each of them see of the traffic, and name one thing that only layer 7 can
do and one advantage of layer 4.$$,
   array['TCP|UDP|IP|ports|port|packets|connections|connection',
         'HTTP|headers|URL|URLs|path|paths|cookies|requests|content',
         'route by path|by path|by host|by URL|path-based|path based|TLS termination|terminate TLS|rewrite|retry|retries|sticky|cookies|caching|'
         'per request|WAF|authentication',
         'faster|fast|simple|simpler|cheaper|less overhead|throughput|any protocol|other protocols|latency|less CPU|end to end|not decrypt'], null,
   $$Layer 4 sees addresses, ports and connections (TCP, UDP); layer 7 sees HTTP requests with path, headers and cookies. Only layer 7 can route
by path or host, retry a request or end TLS.
Layer 4 is simpler and faster, and works for any protocol, with TLS untouched end to end.$$,
   'What a balancer can decide depends on what it can read. Path routing, retries and authentication need HTTP. Layer 4 passes bytes on, which '
   'is fast, works for databases too, and leaves encryption end to end.',
   'Elastic Load Balancing: What is it?|https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/what-is-load-balancing.html'),
  ('b4000000-0000-4000-8000-000000000067', 'devops', 'networking', 'hard', 'short_answer', 20, 150,
   $$HTTP/2 runs over TCP, HTTP/3 over QUIC. Name two problems that HTTP/3 solves, and one practical disadvantage.$$,
   array['head-of-line|head of line|HOL|stall|stalls|other streams|blocking|blocks all|one lost packet|lost packet|packet loss',
         'handshake|handshakes|round trip|round trips|fewer round|0-RTT|1-RTT|faster connection|connection setup|set-up',
         'migration|migrates|change of network|changes network|network change|wifi|wi-fi|connection id|IP change|new address',
         'UDP|blocked|firewall|firewalls|CPU|tooling|debug|debugging|support|user space|userspace|throttled'], 3,
   $$A lost packet blocks only its own stream, while with TCP it blocks all streams (head-of-line blocking). Connection and TLS are set up in one
round trip. Connections survive a change of
network by their id. Disadvantages: UDP is blocked or throttled in some networks, more CPU, and fewer tools.$$,
   'HTTP/2 removed blocking between requests, but TCP delivers bytes in order, so one lost packet still stops all streams. QUIC has streams of '
   'its own and TLS inside. Since UDP may be blocked, HTTP/2 must remain as a way back.',
   'RFC 9114: HTTP/3|https://www.rfc-editor.org/rfc/rfc9114.html');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b4000000-0000-4000-8000-000000000068', 'devops', 'networking', 'medium', 'code', 20, 480,
   $$Write a Python function `overlaps(networks)` with the standard library. `networks` maps names to lists of CIDR strings, such as `{"office":
["10.0.0.0/16"]}`.
It returns the sorted list of pairs of names `(a, b)`, a < b, that have at least one overlapping network, IPv4 and IPv6 mixed.
A CIDR string with host bits set is accepted; one that is no network raises ValueError.$$,
   array['overlap|9|Finds containment in both directions and equal networks',
         'versions|4|IPv4 and IPv6 never overlap and cause no error',
         'result|5|Pairs once, sorted, not a name with itself',
         'clarity|2|Uses ipaddress, small and readable'],
   $code$from ipaddress import ip_network
from itertools import combinations


def overlaps(networks):
    parsed = {name: [ip_network(text, strict=False) for text in texts] for name, texts in networks.items()}
    return [
        (a, b)
        for a, b in combinations(sorted(parsed), 2)
        if any(one.version == other.version and one.overlaps(other) for one in parsed[a] for other in parsed[b])
    ]$code$,
   '`overlaps` of the `ipaddress` module covers equality and containment in both directions. Comparing the first addresses alone is the likely '
   'mistake: 10.0.0.0/8 contains 10.5.0.0/16. `strict=False` accepts host bits; sorting first makes each pair appear once.',
   'Python: ipaddress|https://docs.python.org/3/library/ipaddress.html'),
  ('b4000000-0000-4000-8000-000000000069', 'devops', 'networking', 'hard', 'code', 25, 600,
   $$Write in JavaScript `async function fetchWithRetry(url, { fetch, sleep, attempts = 4, timeoutMs = 2000, random = Math.random })`.
It tries a GET at most `attempts` times. Network failures, time-outs, 429 and 5xx are retried; any other response is returned at once.
Before try n (from 1) it waits `random() * 200 * 2 ** (n - 1)` ms, or the seconds of a `Retry-After` header if that is longer.
After the last try it returns the last response, or rejects with the last error. Each try is aborted after `timeoutMs`.$$,
   array['retrying|8|Retries exactly what should be retried, at most that often',
         'waiting|7|Full jitter with exponential growth, Retry-After respected, no wait after the last try',
         'timeouts|6|Each try has its own signal that aborts it',
         'clarity|4|Small and readable'],
   $code$async function fetchWithRetry(url, { fetch, sleep, attempts = 4, timeoutMs = 2000, random = Math.random }) {
  for (let attempt = 1; ; attempt += 1) {
    let response;
    let failure;
    try {
      response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
      if (response.status !== 429 && response.status < 500) return response;
    } catch (error) {
      failure = error;
    }
    if (attempt >= attempts) {
      if (response) return response;
      throw failure;
    }
    const asked = Number(response?.headers.get('retry-after')) * 1000 || 0; // a date is not a number: 0
    await sleep(Math.max(asked, random() * 200 * 2 ** (attempt - 1)));
  }
}$code$,
   'Only failures that may pass are worth a retry; a 404 stays a 404. Full jitter spreads clients that failed together, and `Retry-After` is '
   'what the server asks for. A time-out around all tries instead of each one is the likely mistake: one hanging try would use up everything.',
   'Amazon Builders'' Library: Timeouts, retries, and backoff with jitter|'
   'https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter'),
  ('b4000000-0000-4000-8000-000000000070', 'devops', 'networking', 'hard', 'open', 25, 420,
   $$Users in Australia say that your application, hosted in Frankfurt, is slow: pages take 4 seconds there and 0.9 seconds in Europe.
Explain how you find out where the time goes, which improvements you consider in which order, and what each one costs.$$,
   array['measurement|7|Splits the time into DNS, connection, TLS, server, transfer and number of round trips, with data from users there',
         'roundtrips|8|Fewer and shorter round trips: CDN and edge TLS, fewer sequential requests, HTTP/2 or 3, keep-alive',
         'data|6|Caching near users, then read replicas or a second region, with the price of consistency and operation',
         'order|4|Orders by effect and cost, and verifies with the same measurement'],
   $$Measure with real users and a test from Sydney: a round trip is about 280 ms, so ten sequential ones explain three seconds. First put a CDN
in front: assets and TLS end near the users, and connections
to Frankfurt are kept warm. Then remove sequential requests: bundle API calls, preload, no redirects, HTTP/3. Cache public responses at the
edge for seconds. If signed-in pages are
still slow, a read replica with an application server in Sydney helps reads; writes still go to Frankfurt, and users must see their own
writes. A second full region comes last: it costs operation and
conflicts. After each step compare the 75th percentile there.$$,
   'Distance costs round trips, and light cannot be made faster, so their number and length are what can be changed. A second region is the '
   'popular first idea and the most expensive. A larger server in Frankfurt changes nothing.',
   'web.dev: Time to First Byte|https://web.dev/articles/ttfb');

-- security: authentication --------------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b6000000-0000-4000-8000-000000000001', 'security', 'authentication', 'easy', 'mcq', 5, 45,
   $$How should a service store the passwords of its users?$$,
   array['Hashed with SHA-512',
         'Encrypted with a key that only the service knows',
         'Hashed with a slow function such as Argon2id, with a salt for each',
         'Hashed with SHA-256 and one salt that is kept secret from everybody outside the company'], 'c',
   'A slow, memory-hard function makes each guess expensive, and a salt for each password means that guesses do not serve for all at once. '
   'SHA-256 and SHA-512 are made to be fast: billions of guesses a second. What is encrypted can be decrypted by whoever takes the key too.',
   'OWASP: Password Storage Cheat Sheet|https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html'),
  ('b6000000-0000-4000-8000-000000000002', 'security', 'authentication', 'easy', 'mcq', 5, 45,
   $$Sign-in with an unknown e-mail address says "no such user", with a known one and a wrong password "wrong password". What is the problem?$$,
   array['It lets an attacker skip the check of the password',
         'It tells users too little to correct their input',
         'It makes the database look up each address twice',
         'Anybody can find out who has an account'], 'd',
   'Two different responses answer the question whether an address is registered, which is private and helps an attack on passwords. One '
   'response for both, also in timing, avoids it. Sign-up and reset leak the same way if they are not careful.',
   'OWASP: Authentication Cheat Sheet|https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html'),
  ('b6000000-0000-4000-8000-000000000003', 'security', 'authentication', 'easy', 'mcq', 5, 45,
   $$What does a second factor protect against that a long password alone does not?$$,
   array['A user who stays signed in on a shared computer',
         'Somebody who can change the code of the server',
         'Somebody who has stolen the cookie of a session',
         'Somebody who already knows the password'], 'd',
   'A stolen or reused password is useless without the second factor. A session that is open or stolen has passed both factors already. A code '
   'by SMS or app can still be phished; a passkey cannot, because it is bound to the site.',
   'OWASP: Multifactor Authentication Cheat Sheet|https://cheatsheetseries.owasp.org/cheatsheets/Multifactor_Authentication_Cheat_Sheet.html'),
  ('b6000000-0000-4000-8000-000000000004', 'security', 'authentication', 'easy', 'mcq', 5, 45,
   $$The payload of a signed JWT contains `"role": "admin"`. Who can read it?$$,
   array['Everybody who has the public key that verifies its signature',
         'Everybody who gets hold of the token',
         'The server that holds the signing key, and nobody else',
         'The client that the token was issued to'], 'b',
   'The payload is Base64url, which is an encoding and no encryption. The signature keeps it from being changed, not from being read. Do not put '
   'secrets into it, and send it over TLS only.',
   'RFC 7519: JSON Web Token|https://www.rfc-editor.org/rfc/rfc7519.html'),
  ('b6000000-0000-4000-8000-000000000005', 'security', 'authentication', 'medium', 'mcq', 10, 60,
   $$Access tokens are JWTs that live 24 hours and are checked by signature alone. An employee is dismissed at noon. What follows, and what is
the usual remedy?$$,
   array['The token works until the signing key is rotated, which should therefore happen every hour',
         'The token works until it expires; use short-lived ones and a refresh token that can be revoked',
         'The token stops working when the account is deleted from the database',
         'The token stops working, because its signature holds the user''s state'], 'b',
   'A check by signature asks nobody, so nothing that happens later matters until the expiry. Minutes instead of hours bound the damage, and the '
   'refresh is where the account is looked up. Rotating the key would sign everybody out.',
   'RFC 6749: Refresh Token|https://www.rfc-editor.org/rfc/rfc6749.html#section-1.5'),
  ('b6000000-0000-4000-8000-000000000006', 'security', 'authentication', 'medium', 'mcq', 10, 60,
   $$A library accepts a JWT whose header says `"alg": "none"`, or HS256 with the public RSA key as secret. What was wrong in the calling code?$$,
   array['It did not check `exp` before verifying the signature',
         'It let the token choose the algorithm; the verifier must name the ones it allows',
         'It used RSA keys that are too short for HS256',
         'It stored the public key where an attacker could read it'], 'b',
   'The header is written by whoever makes the token, so it must not decide how the token is checked. A public key may be read by everybody; the '
   'fault is to use it as a shared secret. Checking `exp` of a forged token proves nothing.',
   'RFC 8725: JSON Web Token Best Current Practices|https://www.rfc-editor.org/rfc/rfc8725.html'),
  ('b6000000-0000-4000-8000-000000000007', 'security', 'authentication', 'medium', 'mcq', 10, 45,
   $$A browser app without a server of its own signs users in with OAuth 2. Which flow should it use?$$,
   array['Implicit, with the token in the URL fragment',
         'Resource owner password credentials',
         'Authorization code with PKCE',
         'Client credentials, with the secret in the bundle'], 'c',
   'PKCE binds the code to the app that asked for it, so a stolen code is useless without the verifier. The implicit flow puts the token into '
   'the URL, from where it leaks, and is no longer recommended. A secret in a bundle is public.',
   'RFC 9700: Best Current Practice for OAuth 2.0 Security|https://www.rfc-editor.org/rfc/rfc9700.html'),
  ('b6000000-0000-4000-8000-000000000008', 'security', 'authentication', 'medium', 'mcq', 10, 60,
   $$After signing in, the session id is the same as before. Which attack does this allow?$$,
   array['Replay: the attacker sends the victim''s last request once more',
         'Session fixation: the attacker plants an id, and it becomes the victim''s session',
         'Brute force: the attacker can guess the id, because it is used for too long',
         'Cross-site scripting: the attacker reads the id in a script of the page'], 'b',
   'If somebody can make the victim use an id that he knows, signing in turns it into an authenticated one. A new id at sign-in ends that. The '
   'other attacks have other causes, and a new id would not stop them.',
   'OWASP: Session Management Cheat Sheet|https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html'),
  ('b6000000-0000-4000-8000-000000000009', 'security', 'authentication', 'medium', 'mcq', 10, 60,
   $$In an OAuth redirect the app gets `code` and `state`. What is `state` for?$$,
   array['The app compares it with what it sent, and so refuses a response that it did not ask for',
         'It encrypts the code on its way through the browser',
         'It holds the granted scopes, so that the app need not ask for them again',
         'It tells the authorization server which user is signed in'], 'a',
   'Without `state` an attacker could make the victim''s browser finish a sign-in that the attacker began, and link his account: request forgery. '
   'It must be unpredictable and bound to the browser''s session. PKCE protects against a stolen code, which is another attack.',
   'RFC 6749: Cross-Site Request Forgery|https://www.rfc-editor.org/rfc/rfc6749.html#section-10.12'),
  ('b6000000-0000-4000-8000-000000000010', 'security', 'authentication', 'hard', 'mcq', 15, 75,
   $$Refresh tokens are rotated: each use returns a new one and ends the old. A token that was used already arrives a second time. What should
the server do?$$,
   array['Issue a new one, because the response may have been lost',
         'Refuse it and leave the newer token valid, since the owner has that one',
         'Revoke the whole family of tokens, because one of the two holders is a thief',
         'Lock the account for an hour'], 'c',
   'The server cannot know which of the two is the owner: the thief may hold the newer token. Revoking the family makes the owner sign in again '
   'and leaves the thief with nothing. A short grace for lost responses is a deliberate exception, bound to the same client.',
   'RFC 9700: Refresh Token Protection|https://www.rfc-editor.org/rfc/rfc9700.html#section-4.14'),
  ('b6000000-0000-4000-8000-000000000011', 'security', 'authentication', 'hard', 'mcq', 15, 75,
   $$An API compares a webhook's HMAC with `if sent == expected`. What is the risk, and the fix?$$,
   array['HMAC has collisions; compare two different hashes of the body instead of one',
         'Strings may differ in their Unicode form; normalize both before comparing',
         'The comparison ignores case; compare the decoded bytes',
         'Timing shows how many bytes match; use a comparison in constant time'], 'd',
   'An ordinary comparison stops at the first difference, so its duration grows with the number of right bytes, and a forger can find them one '
   'by one. `hmac.compare_digest` takes the same time always. Encoding differences would refuse honest calls, but let nobody in.',
   'Python: hmac.compare_digest|https://docs.python.org/3/library/hmac.html#hmac.compare_digest'),
  ('b6000000-0000-4000-8000-000000000012', 'security', 'authentication', 'hard', 'mcq', 15, 75,
   $$A mail with a link resets the password. Which design of the link's token is right?$$,
   array['A random number of six digits, valid for one hour, for any number of tries',
         'The user''s id and the time, signed, valid for a week',
         'A hash of the e-mail address and of the current date, so that nothing needs to be stored',
         'Random, stored as a hash, for one use, valid for less than an hour'], 'd',
   'A random token cannot be computed by others; storing its hash means that a copy of the table resets nothing; one use and a short life bound '
   'what a forwarded mail can do. A hash of known values can be computed by everybody. Six digits need a limit on tries.',
   'OWASP: Forgot Password Cheat Sheet|https://cheatsheetseries.owasp.org/cheatsheets/Forgot_Password_Cheat_Sheet.html'),
  ('b6000000-0000-4000-8000-000000000013', 'security', 'authentication', 'hard', 'mcq', 15, 75,
   $$A user signs in with a passkey on `login.example`. A perfect copy of the page at `login.examp1e` asks for it. What happens?$$,
   array['The user is warned and may then continue, as with a certificate that is wrong',
         'The passkey signs, and the copy passes the signature on to the real site at once',
         'The copy gets the private key, encrypted with the user''s fingerprint',
         'The browser does not offer the passkey, because it belongs to another origin'], 'd',
   'WebAuthn binds a credential to the site''s domain, and the browser, not the user, checks it; that is why it resists phishing. The private key '
   'never leaves the authenticator. A code from an app has no such binding: the user would type it into the copy.',
   'W3C: Web Authentication|https://www.w3.org/TR/webauthn-3/');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            keywords, needed, sample_solution, explanation, source) values
  ('b6000000-0000-4000-8000-000000000014', 'security', 'authentication', 'easy', 'short_answer', 10, 120,
   $$Passwords can be guessed online, at the sign-in form. Name two measures of the server against that.$$,
   array['rate limit|rate limiting|rate-limit|throttle|throttling|limit attempts|limit the attempts|number of attempts|limited tries|too many attempts',
         'lockout|lock the account|locks the account|delay|delays|backoff|exponential',
         'second factor|MFA|2FA|two-factor|multi-factor|passkey|passkeys',
         'captcha|proof of work|bot detection',
         'breached|leaked|common passwords|blocklist|weak passwords|have i been pwned|password list'], 2,
   $$Limit the attempts per account and per address, with growing delays; require a second factor; refuse passwords from known leaks.$$,
   'Guessing lives from many tries, so limits per account and per source are the first answer. A hard lock of the account is double-edged: '
   'anybody can lock anybody out. A second factor makes a right guess useless.',
   'OWASP: Authentication Cheat Sheet|https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html'),
  ('b6000000-0000-4000-8000-000000000015', 'security', 'authentication', 'medium', 'short_answer', 15, 120,
   $$Where can a browser app keep its session: a cookie or `localStorage`? Name the attack that each of them is exposed to, and what protects the
better choice.$$,
   array['XSS|cross-site scripting|cross site scripting|script|scripts|injected',
         'CSRF|XSRF|cross-site request forgery|cross site request forgery|request forgery|forged request',
         'HttpOnly|http-only|http only',
         'SameSite|CSRF token|anti-CSRF|csrf tokens|same-site'], null,
   $$`localStorage` can be read by any script, so XSS steals the token. A cookie with HttpOnly cannot be read, but is sent automatically, so it needs
protection against CSRF: SameSite, and a token for state-changing requests. The cookie is the better choice.$$,
   'XSS can act in the page in both cases, but only from `localStorage` can it carry the token away. The cookie''s own weakness, being sent by '
   'itself, has a good cure in SameSite. Choosing `localStorage` "because of CSRF" trades a solvable problem for an unsolvable one.',
   'OWASP: HTML5 Security Cheat Sheet|https://cheatsheetseries.owasp.org/cheatsheets/HTML5_Security_Cheat_Sheet.html'),
  ('b6000000-0000-4000-8000-000000000016', 'security', 'authentication', 'medium', 'short_answer', 15, 120,
   $$An ID token of OpenID Connect arrives at your app. Name four things that you check before you trust it.$$,
   array['signature|signed|verify the key|JWKS|key set',
         'iss|issuer',
         'aud|audience|client id|for my app',
         'exp|expiry|expired|expiration|lifetime|not expired',
         'nonce',
         'alg|algorithm|algorithms'], 4,
   $$The signature with a key of the issuer and an algorithm that I allow, the issuer (`iss`), that I am the audience (`aud`), the expiry (`exp`),
and that the nonce is the one I sent.$$,
   'A valid signature alone is not enough: a token that the same issuer made for another app is signed just as well, and only `aud` tells. The '
   'nonce ties it to this sign-in. The algorithm must be fixed by the app, not by the token.',
   'OpenID Connect Core: ID Token Validation|https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation'),
  ('b6000000-0000-4000-8000-000000000017', 'security', 'authentication', 'hard', 'short_answer', 20, 120,
   $$Two services of one company call each other. Name two ways in which the called service can know who calls, and why a shared API key is the
weakest one.$$,
   array['mTLS|mutual TLS|client certificate|client certificates|certificate',
         'signed token|JWT|client credentials|workload identity|OIDC|service account|SPIFFE|short-lived token|access token|oauth',
         'rotate|rotated|rotation|does not expire|never expires|long-lived|long lived|leak|leaks|leaked|stolen|copied|in logs|config',
         'not tell|not say|which of its holders|who used|who calls|who uses|which of them|same key|everybody|anyone|one for all|shared by|'
         'cannot distinguish|no identity|audit'], null,
   $$Mutual TLS, where each side shows a certificate, or a short-lived signed token of the workload's identity (client credentials, OIDC).
A shared key is copied into many places and leaks, is hard to rotate, never expires, and does not say which of its holders calls.$$,
   'Identity should be proved by something that cannot be copied out of a log: a private key, or a token that expires in minutes. A shared key '
   'is the same for all who hold it. The inner network is no proof either: one captured host speaks for all.',
   'OWASP: Microservices Security Cheat Sheet|https://cheatsheetseries.owasp.org/cheatsheets/Microservices_Security_Cheat_Sheet.html');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b6000000-0000-4000-8000-000000000018', 'security', 'authentication', 'medium', 'code', 20, 480,
   $$Write two Python functions with the standard library: `sign(payload, secret, now, ttl)` returns a token of the form `body.signature`,
and `verify(token, secret, now)` returns the payload or None. The payload is a dict; the token is URL-safe and expires `ttl` seconds after `now`.
A changed, expired or malformed token gives None, never an exception. Secrets are bytes.$$,
   array['integrity|8|HMAC over the body, compared in constant time, before the body is parsed',
         'expiry|5|The expiry is inside the signed part and is checked',
         'robustness|4|Malformed tokens give None; URL-safe encoding',
         'clarity|3|Small and readable'],
   $code$import base64
import hashlib
import hmac
import json


def _signature(body, secret):
    return hmac.new(secret, body.encode(), hashlib.sha256).hexdigest()


def sign(payload, secret, now, ttl):
    signed = json.dumps({"payload": payload, "expires": now + ttl}).encode()
    body = base64.urlsafe_b64encode(signed).decode().rstrip("=")
    return f"{body}.{_signature(body, secret)}"


def verify(token, secret, now):
    body, _, signature = token.partition(".")
    if not signature.isascii() or not body.isascii():
        return None
    if not hmac.compare_digest(signature, _signature(body, secret)):
        return None
    content = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return content["payload"] if now < content["expires"] else None$code$,
   'The signature is checked first, so nothing of a forged token is ever parsed. The expiry is signed with the payload, or it could be changed. '
   '`==` instead of `compare_digest` is the likely flaw, and an exception for a malformed token the likely bug.',
   'Python: hmac|https://docs.python.org/3/library/hmac.html'),
  ('b6000000-0000-4000-8000-000000000019', 'security', 'authentication', 'hard', 'code', 25, 660,
   $$Write a Python class `LoginThrottle(limit, window, now)` against guessing. `allow(account, address)` is asked before a password is checked,
`failed(account, address)` after a wrong one, `succeeded(account)` after a right one.
It refuses once an account has had `limit` failures from one address, or an address has had `10 * limit` failures on any accounts, within
the last `window` seconds.
Another address of the same account is not refused, so that nobody can lock out somebody else. `now` is a function; memory must not grow for ever.$$,
   array['rules|10|Both limits, counted per (account, address) and per address, in a sliding window',
         'fairness|5|A success clears the account''s own failures only; nobody is locked out by others',
         'memory|6|Old failures are removed, and so are empty entries',
         'clarity|4|Small and readable'],
   $code$from collections import deque


class LoginThrottle:
    def __init__(self, limit, window, now):
        self.limit = limit
        self.window = window
        self.now = now
        self._failures = {}  # key -> times of failures, oldest first; in the order of the latest failure

    def allow(self, account, address):
        return (
            self._recent((account, address)) < self.limit
            and self._recent(address) < 10 * self.limit
        )

    def failed(self, account, address):
        for key in ((account, address), address):
            times = self._failures.pop(key, deque())
            times.append(self.now())
            self._failures[key] = times  # to the end
        self._forget()

    def succeeded(self, account):
        for key in [key for key in self._failures if isinstance(key, tuple) and key[0] == account]:
            del self._failures[key]

    def _recent(self, key):
        times = self._failures.get(key, ())
        while times and times[0] <= self.now() - self.window:
            times.popleft()
        return len(times)

    def _forget(self):
        while self._failures:
            key = next(iter(self._failures))
            if self._failures[key] and self._failures[key][-1] > self.now() - self.window:
                return
            del self._failures[key]$code$,
   'Counting per account and address keeps an attacker from locking the owner out; the count per address catches one who tries many accounts. A '
   'sliding window forgets by itself. Counting per account alone is the likely mistake: it turns protection into an attack.',
   'OWASP: Authentication: Protect against automated attacks|'
   'https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html#protect-against-automated-attacks'),
  ('b6000000-0000-4000-8000-000000000020', 'security', 'authentication', 'hard', 'open', 25, 420,
   $$A product with a million users has passwords only. You are to introduce passkeys. Describe how users move over, how somebody who lost their
phone gets back in,
what happens to passwords, and how you notice that the new way is attacked or does not work.$$,
   array['rollout|7|Offers passkeys beside passwords, after a sign-in, in stages; several per account',
         'recovery|8|A recovery that is not weaker than the rest: second passkey, codes, delayed and announced reset',
         'passwords|5|A plan for them: allowed, then optional, then removable by the user; old sessions and devices considered',
         'measurement|5|Success rates, support cases, recoveries and unusual enrolments are watched; users are told of new passkeys'],
   $$After a normal sign-in offer to add a passkey, first to 5 % of the users; suggest a second device at once. A new passkey needs a fresh
sign-in and sends a notice to
the known address. Recovery: another passkey, printed codes, and as the last way a reset by mail that takes a day and is announced on all
devices, with support for rare cases.
Passwords stay at first; users with two passkeys may remove theirs, and the form asks for the passkey first. Watch the share of successful
sign-ins per browser,
support cases, and above all recoveries and enrolments from new places, since attackers will go where passkeys do not protect.$$,
   'The recovery decides how secure the account is: an e-mail link that replaces a passkey at once makes it as weak as the mailbox. Staged '
   'offers show which browsers fail before a million users do. Forcing the switch on one day is the likely mistake.',
   'passkeys.dev: What are passkeys?|https://passkeys.dev/docs/intro/what-are-passkeys/');

-- security: web_security ----------------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b6000000-0000-4000-8000-000000000021', 'security', 'web_security', 'easy', 'mcq', 5, 45,
   $$`"select * from users where name = '" + name + "'"` is built from a form field. What is the right fix?$$,
   array['Pass the name as a parameter of the statement',
         'Run the statement as a user who may only read data',
         'Remove quotes and semicolons from the given name',
         'Allow names of at most 20 characters in the form'], 'a',
   'A parameter is sent apart from the SQL and can never become part of it. Removing characters breaks O''Brien and misses other ways in. Rights '
   'that only read limit the damage, which is good, but all rows can still be read.',
   'OWASP: SQL Injection Prevention Cheat Sheet|https://cheatsheetseries.owasp.org/cheatsheets/SQL_Injection_Prevention_Cheat_Sheet.html'),
  ('b6000000-0000-4000-8000-000000000022', 'security', 'web_security', 'easy', 'mcq', 5, 45,
   $$A page shows a user's comment with `element.innerHTML = comment`. Which change shows every comment as it was written, and lets none run code?$$,
   array['`element.textContent = comment`',
         '`element.append(document.createRange().createContextualFragment(comment))`',
         '`element.innerHTML = comment.replace(''<script>'', '''')`',
         '`element.innerHTML = encodeURIComponent(comment)`'], 'a',
   '`textContent` puts the comment into the page as text, whatever it contains. Removing one tag leaves `<img onerror=…>` and all others. URL '
   'encoding garbles the text and is made for another place; a contextual fragment parses the comment as HTML and even runs its scripts.',
   'OWASP: Cross Site Scripting Prevention Cheat Sheet|https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html'),
  ('b6000000-0000-4000-8000-000000000023', 'security', 'web_security', 'easy', 'mcq', 5, 45,
   $$A bank's page changes the address by `POST /address`, authenticated by a cookie with `SameSite=None`. A foreign page contains a form that
posts there by itself.
What happens to a signed-in visitor of that page?$$,
   array['The address is changed only if the bank''s page is open in another tab',
         'Nothing: a CORS preflight is sent first, and the bank refuses it',
         'The address is changed, because the browser sends the cookie along',
         'Nothing: the same-origin policy keeps other sites from posting to the bank'], 'c',
   'The same-origin policy stops a site from reading responses, not from sending forms, and a plain form needs no preflight. That is request '
   'forgery; `SameSite=Lax` or a token in the form prevents it. Whether a tab is open does not matter: the cookie does.',
   'OWASP: CSRF Prevention Cheat Sheet|https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html'),
  ('b6000000-0000-4000-8000-000000000024', 'security', 'web_security', 'easy', 'mcq', 5, 45,
   $$An API key was pushed to a public repository ten minutes ago. What comes first?$$,
   array['Revoke the key and make a new one',
         'Make the repository private',
         'Remove the commit and force-push the branch',
         'Ask the host''s support to delete the cached pages, then check the logs for use'], 'a',
   'Bots find keys within minutes, so the key must be taken as stolen. Rewriting history or hiding the repository does not reach the copies. '
   'Afterwards look for use of the key, and keep secrets out of repositories by a scan before the push.',
   'GitHub Docs: About secret scanning|https://docs.github.com/en/code-security/secret-scanning/introduction/about-secret-scanning'),
  ('b6000000-0000-4000-8000-000000000025', 'security', 'web_security', 'medium', 'mcq', 10, 45,
   $$`GET /files?name=report.pdf` opens `"/data/" + name`. Which check keeps readers inside `/data`?$$,
   array['Remove every `../` from the name once, before the path is built',
         'Resolve the full path, and refuse it unless it lies below `/data/`',
         'Decode the name twice before opening it',
         'Refuse names that begin with a slash'], 'b',
   'Only the resolved path shows where the file really is, links included. `....//` becomes `../` when `../` is removed once. A name need not '
   'begin with a slash to climb. Better still: look the file up by an id and never build paths from input.',
   'OWASP: Path Traversal|https://owasp.org/www-community/attacks/Path_Traversal'),
  ('b6000000-0000-4000-8000-000000000026', 'security', 'web_security', 'medium', 'mcq', 10, 60,
   $$A service fetches a picture from a URL that a user gives. On a cloud server, which is the worst that a user can reach, and what prevents it best?$$,
   array['Pictures that are protected by copyright; ask the user to confirm that they own them',
         'Very large files; set a limit of ten megabytes and a timeout',
         'Another site, which then sees the server''s address; use a proxy',
         'Metadata and internal services; resolve the address, allow public ones only, follow no redirect unchecked'], 'd',
   'The request comes from inside, so `http://169.254.169.254/` may return credentials of the machine: server-side request forgery. The check '
   'must look at the resolved address of each hop, since names and redirects can point inside. Limits of size are needed too, but they stop '
   'another attack.',
   'OWASP: SSRF Prevention Cheat Sheet|https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html'),
  ('b6000000-0000-4000-8000-000000000027', 'security', 'web_security', 'medium', 'mcq', 10, 60,
   $$Users upload pictures, which are served from `app.example/uploads/`. Somebody uploads an HTML file named `cat.png`. Which measure is the strongest?$$,
   array['Rename each of the files to a random name before it is stored',
         'Check the `Content-Type` that the browser sent with the upload',
         'Serve uploads from another domain, with the right `Content-Type` and `nosniff`',
         'Check that the name ends with an image''s extension'], 'c',
   'On another domain even a file that runs as HTML has no access to the app''s cookies and pages. The extension and the sent type are chosen by '
   'the uploader. A random name hides the file from others, not from the uploader who spreads the link.',
   'OWASP: File Upload Cheat Sheet|https://cheatsheetseries.owasp.org/cheatsheets/File_Upload_Cheat_Sheet.html'),
  ('b6000000-0000-4000-8000-000000000028', 'security', 'web_security', 'medium', 'mcq', 10, 60,
   $$`GET /api/orders/1042` returns any order to any signed-in user. Ids become UUIDs. What has changed?$$,
   array['Orders are harder to guess; whoever has the id still reads it',
         'The hole is closed, because 122 random bits cannot be guessed by anybody',
         'The hole is closed for reading, while changing an order by PUT remains possible',
         'Nothing at all, because a UUID encodes the number of the order'], 'a',
   'The missing check is whether this order belongs to this user. Ids leak in links, logs and e-mails, so they must not be the lock. Broken '
   'object level authorization is the most frequent flaw of APIs; each query should filter by the owner.',
   'OWASP API1:2023 Broken Object Level Authorization|https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/'),
  ('b6000000-0000-4000-8000-000000000029', 'security', 'web_security', 'medium', 'mcq', 10, 60,
   $$`PATCH /me` takes a JSON body and assigns its members to the user's row. A user sends `{"is_admin": true}`. What is the right fix?$$,
   array['Refuse `is_admin`, and add further forbidden names when new columns need it',
         'List the members that may be changed, and ignore or refuse the others',
         'Remove `is_admin` from the form',
         'Encrypt the names of the columns'], 'b',
   'A list of what is allowed stays right when columns are added; a list of what is forbidden is forgotten once. The form is no protection, '
   'because anybody can send any body. The flaw is called mass assignment.',
   'OWASP: Mass Assignment Cheat Sheet|https://cheatsheetseries.owasp.org/cheatsheets/Mass_Assignment_Cheat_Sheet.html'),
  ('b6000000-0000-4000-8000-000000000030', 'security', 'web_security', 'hard', 'mcq', 15, 75,
   $$A page has `Content-Security-Policy: script-src 'self' https://cdn.example`. The CDN hosts many libraries of many authors. What remains
possible for an injected tag?$$,
   array['Reading the page''s cookies by means of a style sheet from the same CDN',
         'Loading a library from the CDN that turns attributes of the page into code',
         'Running an inline script with the attribute `type="module"`',
         'Nothing, since inline scripts and other hosts are blocked'], 'b',
   'A list of hosts allows everything on them, and some libraries evaluate expressions from the markup, so the injected tag needs no script of '
   'its own. Nonces or hashes with `strict-dynamic` name the scripts instead of hosts. Modules count as inline scripts too.',
   'web.dev: Mitigate XSS with a strict CSP|https://web.dev/articles/strict-csp'),
  ('b6000000-0000-4000-8000-000000000031', 'security', 'web_security', 'hard', 'mcq', 15, 75,
   $$An API reflects the `Origin` header into `Access-Control-Allow-Origin` and sends `Access-Control-Allow-Credentials: true`. What can a foreign page do?$$,
   array['Send requests, but read nothing, because the browser blocks reflected origins',
         'Read responses only if the API names the origin in `Vary` too',
         'Call the API without the visitor''s cookies only',
         'Call the API as the visitor, where the cookie is sent cross-site, and read the responses'], 'd',
   'The two headers together tell the browser to let that origin read credentialed responses, and the origin is whoever asks. It is the wildcard '
   'that browsers forbid with credentials, rebuilt by hand. Compare the origin with a fixed list. SameSite cookies reduce the damage.',
   'PortSwigger: CORS|https://portswigger.net/web-security/cors'),
  ('b6000000-0000-4000-8000-000000000032', 'security', 'web_security', 'hard', 'mcq', 15, 75,
   $$A proxy and the server behind it disagree where a request ends, since it has both `Content-Length` and `Transfer-Encoding`. Which attack
does that allow, and what stops it?$$,
   array['Response splitting; encode line ends in the URL',
         'A downgrade to HTTP/1.0; send `Strict-Transport-Security` from the proxy',
         'Request smuggling; refuse ambiguous requests, and use HTTP/2 up to the server',
         'A slow-read attack; limit the time per request'], 'c',
   'What the proxy takes for the rest of one body, the server takes for the start of the next request, which then meets another user''s '
   'connection. Refusing both headers together removes the ambiguity, and HTTP/2 has explicit lengths. HSTS concerns TLS only.',
   'PortSwigger: HTTP request smuggling|https://portswigger.net/web-security/request-smuggling'),
  ('b6000000-0000-4000-8000-000000000033', 'security', 'web_security', 'hard', 'mcq', 15, 75,
   $$`const re = /^(\w+\s?)*$/` validates a field of a public form. A text of 40 letters and an exclamation mark stops the Node.js server. Why?$$,
   array['Nested repetition can split the letters in exponentially many ways',
         '`\w` matches letters only in ASCII, and throws for others',
         '`^` and `$` make the engine compare each character with each other one',
         'The expression is compiled anew for each single character of the text'], 'a',
   '`(\w+\s?)*` can divide one run of letters in 2^n ways, and backtracking tries them all before it fails at the exclamation mark, on the only '
   'thread. Bound the length, write it without ambiguity, or use an engine in linear time such as RE2. Comparing each with each would be '
   'quadratic and harmless for 40.',
   'OWASP: ReDoS|https://owasp.org/www-community/attacks/Regular_expression_Denial_of_Service_-_ReDoS');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            keywords, needed, sample_solution, explanation, source) values
  ('b6000000-0000-4000-8000-000000000034', 'security', 'web_security', 'easy', 'short_answer', 10, 120,
   $$A form checks its input in the browser. Why must the server check it again, and what is the check in the browser good for?$$,
   array['bypass|bypassed|bypasses|circumvent|curl|directly|any client|without the page|without the form|manipulated|manipulate|modified|'
         'turned off|disabled|not trust|cannot be trusted|can''t trust|skip|devtools',
         'usability|convenience|comfort|feedback|faster|quick|quickly|at once|immediate|immediately|user experience|UX|help'], null,
   $$Anybody can send a request without the form, for example with curl, so the check in the browser can be bypassed and the server must not trust it.
In the browser it gives users quick feedback.$$,
   'Everything that runs at the user''s side is under the user''s control. The check in the browser saves a round trip and helps honest people; it '
   'protects nothing. Rules that matter live where they cannot be skipped.',
   'OWASP: Input Validation Cheat Sheet|https://cheatsheetseries.owasp.org/cheatsheets/Input_Validation_Cheat_Sheet.html'),
  ('b6000000-0000-4000-8000-000000000035', 'security', 'web_security', 'medium', 'short_answer', 15, 150,
   $$Name the three main kinds of cross-site scripting, and where the hostile text comes from in each.$$,
   array['stored|persistent|persisted',
         'reflected|reflection',
         'DOM-based|DOM based|DOM',
         'database|saved|stored in|comment|comments|profile|other users',
         'URL|link|request|query|parameter|query string',
         'location|fragment|hash|client-side|client side|in the browser|innerHTML|javascript'], null,
   $$Stored: the text was saved, for example as a comment, and is shown to others from the database. Reflected: it is in the request, such as a
link's parameter,
and comes back in the response. DOM-based: script in the browser takes it, for example from the URL fragment, and writes it into the page.$$,
   'The kinds differ in the way the text takes, and so in where it must be encoded: the first two when the server writes HTML, the third in the '
   'script. Filtering input alone misses the third kind, which the server may never see.',
   'OWASP: Types of XSS|https://owasp.org/www-community/Types_of_Cross-Site_Scripting'),
  ('b6000000-0000-4000-8000-000000000036', 'security', 'web_security', 'medium', 'short_answer', 15, 150,
   $$A dependency of your application is reported to have a critical vulnerability. Describe what you do, from the report to the time after. Name
four steps.$$,
   array['affected|reachable|do we use|used at all|exploitable|assess|whether we|impact|version|versions|where it is used|inventory|SBOM',
         'update|upgrade|patch|patched|newer version|fixed version|bump',
         'mitigate|mitigation|workaround|disable|switch off|WAF|feature flag|block|firewall',
         'tests|deploy|deployed|deploying|roll out|rolled out|rollout',
         'logs|exploited|compromised|signs of|indicators|forensics|already used|attack',
         'automate|automated|Dependabot|Renovate|scan|scanner|scanning|alerts|lock file|monitor'], 4,
   $$Find out where the version is used and whether the vulnerable part is reachable; mitigate at once if there is a workaround; update, test and deploy;
look in the logs for signs that it was exploited; and see that scans or automatic updates report the next one sooner.$$,
   'The first question is whether the flaw can be reached, because it decides between minutes and days. A workaround buys time for a tested '
   'update. That nobody looks whether it was used already is the usual gap.',
   'OWASP: Vulnerable Dependency Management Cheat Sheet|https://cheatsheetseries.owasp.org/cheatsheets/Vulnerable_Dependency_Management_Cheat_Sheet.html'),
  ('b6000000-0000-4000-8000-000000000037', 'security', 'web_security', 'hard', 'short_answer', 20, 120,
   $$You design a public API for partners. Name four properties or measures that keep one partner's mistake or attack from hurting the others.$$,
   array['rate limit|rate limits|rate limiting|quota|quotas|throttle|throttling|limits per',
         'tenant|tenants|isolation|isolated|row level security|owner|own data|authorization|scoped|object level',
         'least privilege|scopes|scope|permissions|own key|own keys|key per partner|separate credentials|revoke|revoked|per-partner',
         'timeout|timeouts|size limit|payload limit|maximum size|pagination|page size|bounded|bulkhead|pool|pools|concurrency',
         'audit|audit log|logging|monitoring|alert|alerts|per partner metrics'], 4,
   $$Keys per partner with scopes, which can be revoked alone; authorization of each object by its owner; rate limits and quotas per partner;
bounds on sizes, pages and run time, with separate pools; and audit logs and alerts per partner.$$,
   'Isolation has three sides: data (who sees what), capacity (who uses how much) and blast radius (what one stolen key can do). A single shared '
   'limit is the likely gap: one partner then uses up everybody''s. Logs per partner make the rest provable.',
   'OWASP: API Security Top 10|https://owasp.org/API-Security/editions/2023/en/0x11-t10/');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b6000000-0000-4000-8000-000000000038', 'security', 'web_security', 'medium', 'code', 20, 420,
   $$Write a JavaScript tagged template `html` for building markup: ``html`<p>${name}</p>` `` escapes each value, so that it is safe as text and
in a quoted attribute.
A value that is itself a result of `html` is not escaped again, an array is joined, and `null`, `undefined` and `false` give nothing.
The result turns into a string with `String(result)`. A plain string that looks like a result must still be escaped.$$,
   array['escaping|9|Escapes &, <, >, both quotes, in the right order',
         'nesting|7|Results nest without double escaping; strings cannot pass for a result',
         'values|4|Arrays, null, undefined and false as described; 0 is shown'],
   $code$const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

class Markup {
  #text;

  constructor(text) {
    this.#text = text;
  }

  toString() {
    return this.#text;
  }
}

function markupOf(value) {
  if (value === null || value === undefined || value === false) return '';
  if (Array.isArray(value)) return value.map(markupOf).join('');
  if (value instanceof Markup) return String(value);
  return String(value).replace(/[&<>"']/g, (sign) => ESCAPES[sign]);
}

function html(strings, ...values) {
  return new Markup(strings.reduce((text, part, index) => text + markupOf(values[index - 1]) + part));
}$code$,
   'Escaping at output, in one place, is the rule that holds; a class of its own marks what is already markup, which no string from outside can '
   'imitate. Escaping `&` together with the others in one pass avoids double escaping. Values in unquoted attributes or in `href` need other '
   'rules, which is worth a sentence.',
   'MDN: Tagged templates|https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Template_literals#tagged_templates'),
  ('b6000000-0000-4000-8000-000000000039', 'security', 'web_security', 'hard', 'code', 25, 600,
   $$Write a Python function `safe_target(url, resolve)` for a service that fetches URLs of users. It returns the IP address to connect to, or
raises ValueError.
Only `https` on port 443 without user names is allowed. `resolve(host)` returns a list of IP address strings; all of them must be public
unicast addresses,
IPv4 addresses inside IPv6 included. A host that is itself an address follows the same rule. Say in a comment why the returned address must be used.$$,
   array['url|7|Scheme, port, user info and host are checked by a parser, not by a pattern',
         'addresses|10|Every resolved address must be global; mapped and special addresses are refused',
         'rebinding|4|Returns the checked address and says why: a second look-up could give another one',
         'clarity|4|Small and readable, one kind of error'],
   $code$from ipaddress import ip_address
from urllib.parse import urlsplit


def safe_target(url, resolve):
    parts = urlsplit(url)  # a port that is no number raises ValueError below
    if parts.scheme != "https" or parts.port not in (None, 443):
        raise ValueError("only https on port 443")
    if parts.username is not None or parts.password is not None or not parts.hostname:
        raise ValueError("no user names, and a host is needed")
    try:
        addresses = [ip_address(parts.hostname)]
    except ValueError:
        addresses = [ip_address(text) for text in resolve(parts.hostname)]
    if not addresses:
        raise ValueError("the host has no address")
    for address in addresses:
        inner = getattr(address, "ipv4_mapped", None) or address
        if not inner.is_global or inner.is_multicast:
            raise ValueError("the host is not public")
    # Connect to this address: the name could resolve to an inner one the next time (DNS rebinding).
    return str(addresses[0])$code$,
   'The address decides, not the name, and the one that was checked must be the one that is used, since DNS can answer differently a second '
   'later. `is_global` covers private, loopback, link-local and reserved ranges. A list of forbidden names such as `localhost` is the likely '
   'mistake.',
   'Python: ipaddress|https://docs.python.org/3/library/ipaddress.html'),
  ('b6000000-0000-4000-8000-000000000040', 'security', 'web_security', 'hard', 'open', 25, 420,
   $$A customer writes that they saw another customer's invoice in your web application. It is Friday, 16:00, and you are the most senior engineer there.
Describe what you do in the first hour, in the next two days, and what changes for good.$$,
   array['containment|8|Takes it seriously, preserves evidence, stops the leak quickly (feature off, cache purged), tells those responsible at once',
         'scope|7|Finds out from logs who could see what since when, with likely causes such as a shared cache or a missing check',
         'duty|4|Involves privacy and legal people; knows that there are deadlines for reports to authorities and customers',
         'prevention|6|A test for the cause, a check of all similar places, and structural protection such as row level security'],
   $$Ask the customer for time, URL and screenshot, thank them, and open an incident with the person responsible for data protection. Find the
cause class fast: a missing owner check, or a shared
cache. If it is not clear within minutes, switch invoices off or bypass the cache; save logs before they rotate. Then count from access logs
which customers saw whose data since which release.
The law gives 72 hours in the EU, so counsel decides with these facts what is reported. Fix with a failing test first, look for the same
pattern elsewhere, and let the database filter by
owner, so that a forgotten check cannot leak again. A blameless review, and honest words to those concerned.$$,
   'Containment comes before understanding: a feature that is off leaks nothing. The scope decides about duties, so logs are evidence and must '
   'be kept. Fixing the one endpoint and closing the ticket is the likely weak answer.',
   'EDPB: Guidelines on data breach notification|'
   'https://www.edpb.europa.eu/our-work-tools/our-documents/guidelines/guidelines-92022-personal-data-breach-notification-under_en');

-- system_design: architecture -----------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b7000000-0000-4000-8000-000000000001', 'system_design', 'architecture', 'easy', 'mcq', 5, 45,
   $$A team of four builds a new product whose rules change weekly. How should the first version be built?$$,
   array['As two applications, one for reading and one for writing, with a database each',
         'As functions that call each other over a message queue',
         'As one deployable application with clear modules',
         'As one service for each entity, so that they scale alone'], 'c',
   'Boundaries are cheap to move inside one application and expensive between services, and early boundaries are mostly wrong. Services pay when '
   'teams or loads have to be independent. Modules keep the way to a later split open.',
   'Martin Fowler: Monolith First|https://martinfowler.com/bliki/MonolithFirst.html'),
  ('b7000000-0000-4000-8000-000000000002', 'system_design', 'architecture', 'easy', 'mcq', 5, 45,
   $$An endpoint must send a confirmation e-mail, which takes 3 seconds and sometimes fails. What is the best place for sending it?$$,
   array['A background job that is stored together with the order',
         'A thread of the web server that is started at the end of the request',
         'The request itself, with three retries',
         'The browser, after it has got the response'], 'a',
   'The user should not wait for the mail, and the mail should not be forgotten: a stored job gives both, and retries by itself. A thread is '
   'lost when the process restarts. The browser may be closed before.',
   'Azure Architecture Center: Background jobs|https://learn.microsoft.com/en-us/azure/architecture/best-practices/background-jobs'),
  ('b7000000-0000-4000-8000-000000000003', 'system_design', 'architecture', 'easy', 'mcq', 5, 45,
   $$A system has 99.9 % availability for each of five services that a request needs one after another, failing independently. What is the
availability of the request?$$,
   array['99.9 % for the first and less for each of the following ones, so it cannot be said',
         'About 99.98 %',
         'About 99.5 %',
         '99.9 %'], 'c',
   'All five must work: 0.999^5 ≈ 0.995, or 3.6 hours of failure a month instead of 0.7. Availability in series multiplies. Fewer synchronous '
   'dependencies, or a way to go on without one, raise it again.',
   'Google SRE: Embracing Risk|https://sre.google/sre-book/embracing-risk/'),
  ('b7000000-0000-4000-8000-000000000004', 'system_design', 'architecture', 'easy', 'mcq', 5, 45,
   $$A design must handle 100 million events a day, evenly spread, with peaks of five times the average. For how many a second do you plan?$$,
   array['About 6,000',
         'About 1,200',
         'About 100,000, a thousandth of the daily number, to be on the safe side',
         'About 60,000'], 'a',
   'A day has 86,400 seconds, roughly 10^5, so 100 million a day are about 1,160 a second, and five times that at the peak. 1,200 would only '
   'cover the average. Such estimates decide between one database and many before anything is built.',
   'Google SRE: Service Level Objectives|https://sre.google/sre-book/service-level-objectives/'),
  ('b7000000-0000-4000-8000-000000000005', 'system_design', 'architecture', 'medium', 'mcq', 10, 60,
   $$A table of 2 TB with orders of 50,000 customers must be sharded. Nearly all queries are for one customer; one customer has 15 % of the
orders. Which shard key?$$,
   array['The customer''s id, with a shard of its own for the very large one',
         'The order''s id, hashed, because that spreads all of the rows evenly',
         'The order''s date, so that the shards of old years can be archived',
         'The customer''s country, so that the data are near their users'], 'a',
   'Queries for one customer then touch one shard. By date all of today''s writes go to one shard; by order id each question of a customer goes '
   'to all of them. One hot customer is the known weakness, and moving it to its own shard the known cure.',
   'Azure Architecture Center: Sharding pattern|https://learn.microsoft.com/en-us/azure/architecture/patterns/sharding'),
  ('b7000000-0000-4000-8000-000000000006', 'system_design', 'architecture', 'medium', 'mcq', 10, 60,
   $$Two services need the same customer data. Service B reads the tables of service A directly. What is the first thing that this costs?$$,
   array['The database must be twice as large',
         'A can no longer change its tables without asking B',
         'Each of A''s writes becomes a distributed transaction over both of the services',
         'B gets data that are older than those of A'], 'b',
   'Tables are internal, and a foreign reader makes them a public interface without a version. An API, or events that B stores in its own form, '
   'keep A free. The data themselves are as fresh as they can be, which is what makes it tempting.',
   'microservices.io: Database per service|https://microservices.io/patterns/data/database-per-service.html'),
  ('b7000000-0000-4000-8000-000000000007', 'system_design', 'architecture', 'medium', 'mcq', 10, 60,
   $$Booking a trip needs flight, hotel and payment of three services. The hotel fails after the flight is booked. Which pattern handles this
without a transaction over all three?$$,
   array['Event sourcing, which lets the flight''s events be deleted',
         'A retry of the hotel until it succeeds, while the user''s request waits',
         'A saga, in which each step has an action that makes it good again',
         'A circuit breaker that stops further bookings for a while'], 'c',
   'Each step commits by itself and has a compensation, here cancelling the flight. Compensation is business: a cancelled flight may cost a fee. '
   'A retry helps with a short failure, not with a full hotel; events are never deleted.',
   'Azure Architecture Center: Saga pattern|https://learn.microsoft.com/en-us/azure/architecture/patterns/saga'),
  ('b7000000-0000-4000-8000-000000000008', 'system_design', 'architecture', 'medium', 'mcq', 10, 60,
   $$A queue grows: 1,000 messages a second arrive, and ten workers handle 90 a second each. Messages older than a minute are useless. What is
the first right step?$$,
   array['Let each worker take bigger batches, newest last',
         'Make the queue larger, so that nothing is lost',
         'Drop what is older than a minute before working on it, and add workers',
         'Let senders retry what is not handled within a minute'], 'c',
   '900 of 1,000 are handled, so the queue only grows, and soon every message is handled too late: all work is then wasted. Dropping what is '
   'useless keeps the rest fresh, and two or three more workers close the gap. Retries of senders add to the load.',
   'Amazon Builders'' Library: Avoiding insurmountable queue backlogs|https://aws.amazon.com/builders-library/avoiding-insurmountable-queue-backlogs'),
  ('b7000000-0000-4000-8000-000000000009', 'system_design', 'architecture', 'medium', 'mcq', 10, 60,
   $$Reads are 100 times as frequent as writes, and readers accept data that are a few seconds old. What is the simplest change that takes most
load off the primary database?$$,
   array['Multi-primary replication with automatic resolution of conflicts',
         'A separate service with its own database for each table',
         'Read replicas',
         'Sharding by primary key'], 'c',
   'Replicas take the reads, and a lag of seconds is allowed here. Sharding divides writes, which are not the problem, and makes queries harder. '
   'Several primaries bring conflicts for nothing.',
   'PostgreSQL: Log-shipping standby servers|https://www.postgresql.org/docs/current/warm-standby.html'),
  ('b7000000-0000-4000-8000-000000000010', 'system_design', 'architecture', 'hard', 'mcq', 15, 75,
   $$A counter of likes gets 50,000 increments a second on one row, and transactions wait for each other. The number may be a few seconds late,
but no like may be lost. Which design?$$,
   array['Append each like to a log or to one of many counter rows, and sum them up in the background',
         'Keep the counter in the memory of one process, and write it to the database every ten seconds',
         'Use optimistic locking with a version, and repeat an increment that failed',
         'Put the row on faster disks'], 'a',
   'The contention is on one row, so the increments must go to many places and be summed later. Memory alone loses up to ten seconds of likes in '
   'a crash. Optimistic locking makes nearly all of 50,000 attempts fail and repeat.',
   'Firestore: Distributed counters|https://firebase.google.com/docs/firestore/solutions/counters'),
  ('b7000000-0000-4000-8000-000000000011', 'system_design', 'architecture', 'hard', 'mcq', 15, 75,
   $$Five nodes replicate a log by majority (Raft). Two of them are cut off together with the old leader among them. What can clients do?$$,
   array['Write at both sides, and the logs are merged when the network returns',
         'Write at the old leader only, since it has the longest log',
         'Nothing, until all five see each other again',
         'Write at the three others once they have elected a leader; the old leader commits nothing'], 'd',
   'Three of five are a majority and elect a leader with a higher term; the old one cannot get a majority for any entry, and steps down when it '
   'sees the new term. Merging does not exist: entries that were not committed are discarded.',
   'The Raft Consensus Algorithm|https://raft.github.io/'),
  ('b7000000-0000-4000-8000-000000000012', 'system_design', 'architecture', 'hard', 'mcq', 15, 75,
   $$A service under overload gets slower, clients time out after 2 seconds and retry, and it never recovers even when the load falls to normal.
What keeps it down, and what gets it up?$$,
   array['Retries multiply the load and it works on requests nobody waits for; shed load and limit retries',
         'Its caches are too small; double them and restart the service',
         'The timeouts are too short; raise them to 30 seconds so that each request can finish',
         'A memory leak; restart the instances one by one'], 'a',
   'This is a metastable failure: the retries sustain the overload after its cause is gone. Refusing early, dropping expired requests, and a '
   'budget for retries break the loop. Longer timeouts let even more work pile up.',
   'Amazon Builders'' Library: Using load shedding to avoid overload|https://aws.amazon.com/builders-library/using-load-shedding-to-avoid-overload'),
  ('b7000000-0000-4000-8000-000000000013', 'system_design', 'architecture', 'hard', 'mcq', 15, 75,
   $$Events of one customer must be handled in order, those of different customers in parallel. A handler can take long, and 200 workers are
available. Which design of the queue?$$,
   array['Many partitions, keyed by customer; one worker at a time for each partition',
         'A queue for each worker, filled in turn with the next event',
         'One queue for all, and a global lock for each event''s customer, taken by the worker',
         'One queue and 200 workers, with a timestamp in each event by which to sort them'], 'a',
   'A key sends all events of a customer to one partition, in order, and partitions run in parallel. With free workers on one queue, two events '
   'of one customer run at once, and a timestamp only shows the error. A lock keeps them apart but not in order, and blocks workers.',
   'Apache Kafka: Main concepts and terminology|https://kafka.apache.org/documentation/#intro_concepts_and_terms');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            keywords, needed, sample_solution, explanation, source) values
  ('b7000000-0000-4000-8000-000000000014', 'system_design', 'architecture', 'easy', 'short_answer', 10, 120,
   $$A system should be scaled. Name what vertical and horizontal scaling are, and one thing that an application must fulfil for the second.$$,
   array['larger|bigger|more powerful|more CPU|more RAM|more memory|stronger|bigger machine',
         'more machines|more servers|more instances|several|additional|multiple|copies|adding machines|nodes',
         'stateless|no state|no local state|shared state|session|sessions|state outside|load balancer|external store'], null,
   $$Vertical: a larger machine. Horizontal: more machines behind a load balancer. For that the application has to be stateless, or keep its
state (sessions, files) in a shared store.$$,
   'A larger machine is the simplest step and often the right one, but it has an end and is a single point of failure. Several machines need '
   'requests that any of them can handle. The database is usually what remains to be scaled.',
   'Azure Architecture Center: Design to scale out|https://learn.microsoft.com/en-us/azure/architecture/guide/design-principles/scale-out'),
  ('b7000000-0000-4000-8000-000000000015', 'system_design', 'architecture', 'medium', 'short_answer', 15, 120,
   $$Before you design a system you ask about its requirements. Name four numbers or properties that decide the design most, beside its features.$$,
   array['requests per second|requests a second|rps|qps|traffic|load|throughput|users|peak|peaks',
         'data size|data volume|amount of data|storage|gigabytes|terabytes|growth|how much data',
         'latency|response time|milliseconds|how fast|p99|p95',
         'availability|uptime|downtime|SLA|SLO|99.9|failure|outage',
         'consistency|consistent|stale|staleness|fresh|data loss|durability|lose data|RPO',
         'read|reads|writes|read/write|ratio',
         'security|privacy|compliance|GDPR|personal data|where the data',
         'cost|budget|team|deadline|money'], 4,
   $$Load (requests a second at the peak, share of reads and writes), amount and growth of data, latency at a percentile, availability, how
consistent and how durable data have to be,
privacy and location of data, and budget and size of the team.$$,
   'These numbers decide between one database and many, between synchronous and asynchronous, and between a weekend and a year. Designing from '
   'features alone is the likely mistake. An estimate to a power of ten is enough.',
   'AWS Well-Architected Framework|https://docs.aws.amazon.com/wellarchitected/latest/framework/welcome.html'),
  ('b7000000-0000-4000-8000-000000000016', 'system_design', 'architecture', 'medium', 'short_answer', 15, 150,
   $$A dependency of your service fails for an hour. Name four techniques that let your service go on, perhaps with less, and say what each does.$$,
   array['timeout|timeouts|time out|deadline',
         'circuit breaker|fail fast|circuit-breaker',
         'fallback|default|degrade|degraded|degradation|without it|reduced|stale|cached|cache',
         'retry|retries|backoff',
         'queue|queued|queues|asynchronous|later|outbox',
         'bulkhead|isolation|separate pool|pools|concurrency limit|limit concurrent',
         'load shedding|shed|reject early'], 4,
   $$A short timeout, so that nobody waits for long; a circuit breaker that fails fast while it is down; a fallback such as cached or default
data; a queue for work that may be done later;
bulkheads, so that its failure uses up only its own pool; and few retries with backoff for short failures.$$,
   'The first two keep the failure from spreading, the others decide what users get meanwhile. Which fallback is acceptable is a question for '
   'the business: a stale price may be worse than none. Retries alone are the likely answer, and the one that makes it worse.',
   'Azure Architecture Center: Circuit Breaker pattern|https://learn.microsoft.com/en-us/azure/architecture/patterns/circuit-breaker'),
  ('b7000000-0000-4000-8000-000000000017', 'system_design', 'architecture', 'hard', 'short_answer', 20, 120,
   $$You must move a running system from one database to another without downtime. Name the steps in their order.$$,
   array['dual write|dual writes|dual-write|write to both|writes to both|both databases|change data capture|CDC|replicate|replication|in sync',
         'backfill|backfilling|copy|copies|copied|existing data|historical|initial load|snapshot|bulk load',
         'compare|comparing|verify|verified|verification|reconcile|checksum|checksums|shadow|counts',
         'switch reads|read from the new|reads to the new|reads from the new|cut over|cutover|switch|flip|gradually',
         'way back|rollback|roll back|keep the old|reverse|fallback|fall back',
         'stop writing|remove the old|decommission|retire|delete the old|switch off the old|drop the old|shut down'], null,
   $$Write to both (or replicate changes with CDC); backfill the existing data; compare both until they agree, also with shadow reads; switch
reads to the new one
gradually; keep the old one in sync as a way back; then stop writing to it and remove it.$$,
   'Each step can be taken back until the old database is retired, and the comparison is what turns hope into knowledge. Dual writes without a '
   'repair of differences drift apart when one write fails, which is the usual trap. Reads move first, the source of truth last.',
   'Stripe: Online migrations at scale|https://stripe.com/blog/online-migrations');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b7000000-0000-4000-8000-000000000018', 'system_design', 'architecture', 'medium', 'code', 20, 480,
   $$Write in Python a class `CircuitBreaker(failures, cooldown, now)` with `call(function)`. It passes calls on; after `failures` failures in a
row it opens
and raises `CircuitOpen` without calling, until `cooldown` seconds have passed. Then it lets one trial through: success closes it, a failure
opens it again for another cooldown.
Exceptions of the function are passed on. `now` is a function that returns seconds.$$,
   array['states|9|Closed, open and half-open behave as described, a success resets the count',
         'trial|5|One trial after the cooldown; its failure starts a new cooldown',
         'errors|4|Exceptions are passed on and counted; CircuitOpen without a call',
         'clarity|2|Small and readable'],
   $code$class CircuitOpen(Exception):
    pass


class CircuitBreaker:
    def __init__(self, failures, cooldown, now):
        self.failures = failures
        self.cooldown = cooldown
        self.now = now
        self._failed = 0
        self._open_until = None

    def call(self, function):
        if self._open_until is not None:
            if self.now() < self._open_until:
                raise CircuitOpen
            self._open_until = self.now() + self.cooldown  # others stay out during the trial
        try:
            result = function()
        except Exception:
            self._failed += 1
            if self._failed >= self.failures:
                self._open_until = self.now() + self.cooldown
            raise
        self._failed = 0
        self._open_until = None
        return result$code$,
   'While open nothing is called, which gives the dependency time to recover and callers a quick answer. One trial at a time keeps a crowd from '
   'rushing in. Counting failures over all time instead of in a row is the likely mistake: it opens after a week of rare errors.',
   'Azure Architecture Center: Circuit Breaker pattern|https://learn.microsoft.com/en-us/azure/architecture/patterns/circuit-breaker'),
  ('b7000000-0000-4000-8000-000000000019', 'system_design', 'architecture', 'hard', 'code', 25, 720,
   $$Tables of PostgreSQL: `accounts(id bigint primary key, balance numeric not null)` and
`entries(transfer_id uuid, account_id bigint references accounts, amount numeric not null, primary key (transfer_id, account_id))`.
Write a SQL function `transfer(p_id uuid, p_from bigint, p_to bigint, p_amount numeric) returns boolean` in plpgsql that moves money once:
a repeat with the same id changes nothing and returns false, the first call returns true. It refuses (raises) an amount of 0 or less, equal
accounts, unknown accounts,
and a balance that would become negative. Two opposite transfers at the same moment must not deadlock.$$,
   array['once|8|The id decides under concurrency (primary key), and a repeat returns false',
         'money|8|Both entries and both balances in one transaction; never negative',
         'locking|6|Locks accounts in one order',
         'checks|3|Refuses bad input'],
   $code$create function transfer(p_id uuid, p_from bigint, p_to bigint, p_amount numeric) returns boolean
language plpgsql as $$
begin
  if p_amount <= 0 or p_from = p_to then
    raise exception 'a transfer needs a positive amount and two accounts';
  end if;
  -- Always in the order of the ids, so that opposite transfers wait instead of deadlocking.
  perform from accounts where id in (p_from, p_to) order by id for update;
  insert into entries (transfer_id, account_id, amount)
  values (p_id, p_from, -p_amount), (p_id, p_to, p_amount)
  on conflict do nothing;
  if not found then
    return false;
  end if;
  update accounts set balance = balance - p_amount where id = p_from and balance >= p_amount;
  if not found then
    raise exception 'the balance is too low';
  end if;
  update accounts set balance = balance + p_amount where id = p_to;
  return true;
end
$$;$code$,
   'The primary key makes the id the judge, also for two simultaneous calls, and an exception undoes everything. Locking both rows in the order '
   'of their ids prevents the deadlock of opposite transfers. Checking the balance in application code before the update is the likely mistake: '
   'two transfers then spend the same money.',
   'PostgreSQL: Explicit locking|https://www.postgresql.org/docs/current/explicit-locking.html'),
  ('b7000000-0000-4000-8000-000000000020', 'system_design', 'architecture', 'hard', 'open', 25, 480,
   $$Design a service that shortens URLs: 100 million new links a year, 10,000 redirects a second at peaks, links never change and must not be guessable,
and owners see clicks per day. Estimate the numbers, sketch data and APIs, say how a redirect is served, how clicks are counted, and what
happens when each part fails.$$,
   array['numbers|5|Writes (about 3 a second), storage for years, reads at the peak, key length from the number of links',
         'redirect|8|Random keys with a unique constraint; look-up by key, cached at the edge, with the choice of 301 or 302 explained',
         'counting|6|Clicks are counted asynchronously (log, queue, aggregation), not by an update per redirect',
         'failures|6|What still works without cache, queue or primary; abuse and deletion are considered'],
   $$100 million a year are about three writes a second and some 50 GB a year with 500 bytes each: one PostgreSQL with replicas is enough for
years. Ten random base-62 characters (62^10) cannot be guessed; a unique
constraint catches the rare collision, and the insert is repeated. POST /links returns the key; GET /{key} answers 302, so that clicks are
seen, from a cache in memory and at the edge, since links never change; misses
read a replica. Each redirect appends an event to a log or queue, and a job sums clicks per day, by event id, so that a repeat counts once.
Without the cache replicas carry 10,000 reads a second; without
the queue a local buffer holds events, and redirects go on; without the primary no new links are made. Rate limits and a block list stop abuse.$$,
   'The estimate shows that the writes are trivial and reads are the task, which keeps the design simple. Immutable links make caching easy; '
   'counting is the part that must not slow the redirect. A sequential number as key is the likely mistake: it can be counted through.',
   'Google SRE Workbook: Non-Abstract Large System Design|https://sre.google/workbook/non-abstract-design/');

-- behavioural: collaboration ------------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b5000000-0000-4000-8000-000000000001', 'behavioural', 'collaboration', 'easy', 'mcq', 5, 45,
   $$"Tell me about a time when you made a slow system faster." Which answer is strongest in the form of STAR (situation, task, action, result)?$$,
   array['The problem in two sentences, then what I myself did and why, then the result in numbers',
         'What we did as a team, step by step, without naming single persons, and a result at the end',
         'The result first and in every detail, then the tools that were used',
         'A detailed picture of the company, the product and the team, then briefly what was done there'], 'a',
   'The action is what the interviewer wants to judge, so it takes most of the answer, in the first person and with reasons. "We" hides your '
   'share, the likely fault of modest people. The situation only needs enough to understand why it was difficult.',
   'MIT: The STAR method for behavioral interviews|https://capd.mit.edu/resources/the-star-method-for-behavioral-interviews/'),
  ('b5000000-0000-4000-8000-000000000028', 'behavioural', 'collaboration', 'medium', 'mcq', 10, 60,
   $$A junior colleague asks you the same kind of question several times a week. You want to help and need time for your own work.
What helps both most?$$,
   array['Ask what they have tried, think aloud with them, and agree on a daily time for questions',
         'Answer each question at once, because the fastest help keeps both of you productive all day',
         'Tell them kindly that they have to find it out alone, as you once had to',
         'Ask them to collect the questions and to write them, with the answers, into the team''s wiki themselves'], 'a',
   'Thinking aloud shows how to find an answer, and a fixed time protects both. Instant answers feel kind, and teach only to ask again. Refusing '
   'help, however kindly, costs days for what takes ten minutes.',
   'GitLab Handbook: Coaching|https://handbook.gitlab.com/handbook/leadership/coaching/');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            keywords, needed, sample_solution, explanation, source) values
  ('b5000000-0000-4000-8000-000000000002', 'behavioural', 'collaboration', 'medium', 'short_answer', 15, 150,
   $$You review a large pull request and disagree with its approach.
What do you do to make your feedback useful and the conversation constructive? Name at least four things.$$,
   array['question|questions|ask|asking|understand|intent|context|why they',
         'specific|concrete|example|examples|suggest|suggestion|suggestions|alternative|alternatives|propose|proposal',
         'not the person|not the author|about the code|the code not|impersonal|respect|respectful|respectfully|polite|kind|friendly|tone|neutral',
         'call|talk|talking|meeting|in person|pair|pairing|synchronously|face to face|chat',
         'blocking|non-blocking|nit|nits|priority|prioritize|important|optional|severity|must-fix|must fix|nice to have|minor'], 4,
   $$Ask first to understand the intent and constraints. Comment on the code, not on the person. Be concrete: say what risk you see and suggest an
alternative. Separate blocking points from optional ones. When it goes back and forth, talk in a call or pair, and write the
outcome down. Say what is good.$$,
   'Useful feedback starts with the intent, says concretely what the risk is and what would be better, and separates what must change from '
   'taste. A long thread of comments is the likely failure: after two rounds, talk. The tone decides whether the next change is shown to you '
   'early.',
   'Google: How to write code review comments|https://google.github.io/eng-practices/review/reviewer/comments.html'),
  ('b5000000-0000-4000-8000-000000000003', 'behavioural', 'collaboration', 'hard', 'short_answer', 20, 180,
   $$Two teams depend on each other and argue about an interface; each says that the other one should adapt.
How do you bring this to a decision? Name the steps.$$,
   array['goal|goals|common goal|shared goal|purpose|user need|needs|requirements|interests|constraints|priorities|what each needs',
         'options|option|alternatives|alternative|solutions|trade-offs|trade-off|tradeoffs|tradeoff|pros and cons|compare|proposals',
         'criteria|data|evidence|prototype|measure|measurement|facts|experiment|estimate|estimates|effort|impact|cost|costs',
         'decides|decide|decider|decision maker|makes the call|owner|escalate|escalation|deadline|architect',
         'document|documented|documents|write down|written|written down|record|recorded|decision record|ADR|contract|write it down'], null,
   $$Bring both teams together and state the common goal and each side's constraints. Write down two or three options with their costs and
trade-offs. Agree on criteria, and use data or a small prototype where opinions differ. Name who decides and by when; escalate together,
with the options, if there is no agreement. Document the decision and the interface contract, and check later whether it holds.$$,
   'A dispute about who adapts becomes solvable as a comparison of options by agreed criteria, with a named decider and a date. Escalating first '
   'is the likely mistake: it teaches both teams to argue upwards. Writing the decision down keeps it from being reopened each month.',
   'Atlassian Team Playbook: DACI decision making|https://www.atlassian.com/team-playbook/plays/daci');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b5000000-0000-4000-8000-000000000010', 'behavioural', 'collaboration', 'easy', 'open', 15, 240,
   $$Tell me about a time when you helped a colleague who was stuck. What did you do, and how did it end?$$,
   array['situation|3|A concrete situation with enough context to follow',
         'action|7|What the candidate did personally, helping the other to solve it rather than taking over',
         'result|5|A clear outcome and what both took from it'],
   $$A strong answer names one real case, says what the colleague had tried, how the candidate listened and asked before helping,
what they did together, and how it ended: the problem solved, and the colleague able to solve the next one alone.$$,
   'The strongest stories show restraint: finding out what was tried, and helping so that the colleague solves it. Taking the keyboard is the '
   'usual weak version, because the colleague learns nothing. A result for both, not only for the ticket, completes the answer.',
   'MIT: The STAR method for behavioral interviews|https://capd.mit.edu/resources/the-star-method-for-behavioral-interviews/'),
  ('b5000000-0000-4000-8000-000000000011', 'behavioural', 'collaboration', 'easy', 'open', 15, 240,
   $$Describe how you explained a technical matter to somebody without a technical background. How did you know that you were understood?$$,
   array['audience|6|Starts from what the other person needed to know or decide',
         'means|5|Plain words, an example or a picture; no unexplained jargon',
         'check|4|Checked understanding and adapted'],
   $$A strong answer says who the person was and what they had to decide, how the matter was reduced to that,
which comparison, example or drawing was used, and how understanding was checked, for example by letting the person sum it up.$$,
   'The answer begins with what the listener had to decide, and leaves out what did not matter for that. Simplifying the technology step by step '
   'is the usual weak version, since it is still about the technology. The check ("can you tell me how you would put it?") is what most answers '
   'lack.',
   'Google Technical Writing: Audience|https://developers.google.com/tech-writing/one/audience'),
  ('b5000000-0000-4000-8000-000000000012', 'behavioural', 'collaboration', 'medium', 'open', 20, 300,
   $$Tell me about a serious disagreement with a colleague on a technical decision. How was it resolved, and what would you do differently?$$,
   array['situation|4|Presents both positions fairly, with what was at stake',
         'action|8|Listened, looked for facts or an experiment, kept the relationship intact',
         'result|4|A decision was reached and carried by both, whoever was right',
         'reflection|4|An honest view of their own part and what they would change'],
   $$A strong answer can state the other position so that its owner would agree, describes how facts, a prototype or shared criteria moved the
discussion, how the decision was made, that the candidate supported it afterwards, and one thing they would do earlier or otherwise.$$,
   'Whoever can state the other position fairly has understood it, and that is what the interviewer listens for. A story in which the other was '
   'simply wrong says more about the teller. Facts, a small experiment or agreed criteria move such disputes; the reflection at the end shows '
   'growth.',
   're:Work: Understand team effectiveness|https://rework.withgoogle.com/en/guides/understanding-team-effectiveness'),
  ('b5000000-0000-4000-8000-000000000013', 'behavioural', 'collaboration', 'medium', 'open', 20, 300,
   $$Tell me about a project in which you depended on another team that had other priorities. How did you get what you needed?$$,
   array['situation|4|Explains the dependency and why it mattered',
         'understanding|5|Found out the other team''s goals and limits',
         'action|7|Made it easy to help: early request, clear need, own contribution, alternatives, fair escalation',
         'result|4|Outcome for the project and for the relationship'],
   $$A strong answer shows an early, precise request, interest in the other team's goals, an offer (a pull request, a smaller need, a later date),
a fallback in case it fails, and escalation in the open and only after talking. It ends with the result and a relationship that still works.$$,
   'Other teams help when the request is early, small and easy to grant, so the story should show what you did to make it so. Escalation is '
   'legitimate, but in the open and after talking. "I asked several times" is the usual weak version.',
   'MIT: The STAR method for behavioral interviews|https://capd.mit.edu/resources/the-star-method-for-behavioral-interviews/'),
  ('b5000000-0000-4000-8000-000000000014', 'behavioural', 'collaboration', 'hard', 'open', 25, 420,
   $$Describe a time when you worked with somebody whose behaviour made the team's work harder.
What did you do, where did you draw a line, and what happened?$$,
   array['situation|4|Describes behaviour and its effect without labelling the person',
         'conversation|8|Spoke with the person directly and early, with concrete observations and curiosity about causes',
         'boundaries|6|Protected the team, involved a lead when it was needed, stayed fair',
         'result|4|An honest outcome, also when it was not a happy one',
         'reflection|3|What they learned about their own part'],
   $$A strong answer describes observable behaviour and its effect, a private conversation with concrete examples, an attempt to understand the
cause, agreements and whether they held, when and how a manager was involved, and an honest end, with what the candidate learned.$$,
   'Behaviour and its effect can be told without labels, and that is the first thing the interviewer judges. An early private conversation comes '
   'before any escalation, and protecting the team is part of the task. An honest end counts more than a happy one.',
   'Center for Creative Leadership: SBI|https://www.ccl.org/articles/leading-effectively-articles/closing-the-gap-between-intent-vs-impact-sbii/'),
  ('b5000000-0000-4000-8000-000000000015', 'behavioural', 'collaboration', 'hard', 'open', 25, 420,
   $$Tell me about a decision of your team or company that you argued against and that was taken anyway. What did you do then?$$,
   array['argument|7|Made the case with facts, in the right place and at the right time',
         'commitment|8|Supported the decision afterwards, or said openly where the limit was',
         'judgement|6|Watched agreed signals, and raised it again only with new facts',
         'reflection|4|Says honestly who turned out to be right and what followed from it'],
   $$A strong answer shows a clear argument made before the decision, an understanding of why others decided otherwise, real support
afterwards without "I told you so", signals that were agreed on for looking at it again, and an honest look back.$$,
   'The interviewer looks for two things at once: that you argue with facts before the decision, and that you support it afterwards. Silence '
   'before and complaints after are the failure. Naming the signals that were agreed on for looking at it again shows judgement.',
   'Amazon: Leadership Principles, Have Backbone; Disagree and Commit|https://www.amazon.jobs/content/en/our-workplace/leadership-principles');

-- behavioural: ownership ----------------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b5000000-0000-4000-8000-000000000029', 'behavioural', 'ownership', 'medium', 'mcq', 10, 60,
   $$Your lead asks for one more feature in a sprint that is already full, and says that it is important. What is the best reply?$$,
   array['"Yes, I will try to fit it in somewhere", and see at the end of the sprint what got done',
         '"Yes, of course", and then work late so that nothing else has to move',
         '"I can, if we move something: here is what it would displace. Which is more important?"',
         '"No, the sprint is full, and we agreed that its scope is fixed."'], 'c',
   'It says yes to the goal, shows the price, and leaves the choice of priorities to whom it belongs. A plain no ends the conversation before '
   'the importance is known. A silent yes moves the conflict to the last day, where nobody can choose any more.',
   'Atlassian: Prioritization frameworks|https://www.atlassian.com/agile/product-management/prioritization-framework');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            keywords, needed, sample_solution, explanation, source) values
  ('b5000000-0000-4000-8000-000000000004', 'behavioural', 'ownership', 'easy', 'short_answer', 10, 120,
   $$You notice on Tuesday that the feature promised for Friday will not be finished.
What do you tell your lead, when, and what do you bring along?$$,
   array['early|immediately|at once|right away|as soon as possible|straight away|same day|promptly|on Tuesday|now|not wait|same moment|today',
         'reason|reasons|why|cause|causes|blocker|blockers|what is missing|what is left',
         'options|option|alternatives|alternative|scope|reduce|smaller|part of it|without|proposal|workaround',
         'new date|later date|estimate|estimated|realistic|forecast|when it will|another date|until when'], null,
   $$Tell them at once, on Tuesday, not on Friday. Say what is done, what is missing and the reason.
Bring options: a smaller scope on Friday, help from a colleague, or a later date with a realistic estimate, and say which one you recommend.$$,
   'On Tuesday the lead can still change scope, help or expectations; on Friday only the disappointment is left. Bad news with options and a '
   'recommendation is a decision, without them only a complaint. Hoping to catch up is the usual mistake.',
   'Google SRE: Communication and Collaboration|https://sre.google/sre-book/communication-and-collaboration/'),
  ('b5000000-0000-4000-8000-000000000005', 'behavioural', 'ownership', 'medium', 'short_answer', 15, 150,
   $$What makes an incident review blameless, and what should come out of it? Name at least four things.$$,
   array['blame|blamed|blaming|punish|punishment|punished|guilt|guilty|whose fault|who did it|best intentions|good intentions',
         'system|systems|process|processes|conditions|contributing|root cause|causes|circumstances|factors',
         'timeline|chronology|sequence|what happened|facts',
         'actions|action items|measures|improvements|follow-up|follow-ups|prevent|prevention|tasks|changes',
         'owner|owners|responsible|due date|deadline|dates|tracked|assigned'], 4,
   $$Nobody is blamed or punished: it assumes that people acted sensibly with what they knew, and looks for causes in systems and
processes. It produces a factual timeline, the contributing causes and why detection or recovery took long,
and a few actions with an owner and a due date, shared so that others learn.$$,
   'People report what really happened only if it is not held against them, and the causes in the system are the ones that can be changed. "Be '
   'more careful" is the likely weak outcome: it changes nothing. Actions without owner and date are wishes.',
   'Google SRE: Postmortem Culture: Learning from Failure|https://sre.google/sre-book/postmortem-culture/'),
  ('b5000000-0000-4000-8000-000000000006', 'behavioural', 'ownership', 'hard', 'short_answer', 20, 180,
   $$You inherit a critical service whose authors have left. Nothing is written down, nothing is checked automatically, and it must keep running.
What do you do in the first weeks, before you change its behaviour? Name at least four things.$$,
   array['monitoring|monitor|metrics|alerts|alert|logs|logging|observability|dashboard|dashboards',
         'tests|test|characterization|characterisation|testing|regression|safety net',
         'documentation|documenting|diagram|runbook|notes|write down|readme|map|document what',
         'talk|users|former|stakeholders|interview|colleagues|consumers|clients|customers|speak',
         'backup|backups|restore|rollback|roll back|deploy|deployment|build|recovery|reproducible'], 4,
   $$Talk to its users and to people who worked on it; find out what must never break. Make sure it can be built, deployed and rolled back,
and that backups can be restored. Add monitoring and alerts for what users notice. Read the code along real requests and write
down a map and a runbook. Add characterization tests around the riskiest paths before the first change.$$,
   'First the things that let you notice and undo damage: monitoring, backups, a build and a rollback that work. Then knowledge: users, old '
   'tickets, a map. Rewriting is the tempting mistake, because the old service holds rules that nobody remembers until they are missing.',
   'Understand Legacy Code: Where to start with tests|https://understandlegacycode.com/blog/best-way-to-start-testing-untested-code/');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b5000000-0000-4000-8000-000000000016', 'behavioural', 'ownership', 'easy', 'open', 15, 240,
   $$Tell me about a mistake you made at work. How did it come to light, what did you do, and what changed afterwards?$$,
   array['honesty|5|A real mistake of their own, stated plainly, without blaming others',
         'action|5|Told those affected quickly and repaired the damage',
         'change|5|A concrete change so that it does not happen again'],
   $$A strong answer names a real mistake with consequences, says how quickly it was reported and to whom, how it was repaired, and one lasting
change (a check, a test, a habit) that prevents it, without blame and without a disguised success.$$,
   'A real mistake, told plainly, with the minutes until others knew of it: that is ownership. A disguised success ("I worked too hard") is the '
   'best known weak answer. The lasting change (a check, a test) shows that it cannot happen again in the same way.',
   'Google SRE: Postmortem Culture: Learning from Failure|https://sre.google/sre-book/postmortem-culture/'),
  ('b5000000-0000-4000-8000-000000000017', 'behavioural', 'ownership', 'easy', 'open', 15, 240,
   $$Describe something you improved at work although nobody had asked you to. Why did you choose it, and what came of it?$$,
   array['choice|5|A problem that mattered to others, chosen with a reason',
         'action|6|What they did, and how they involved the people concerned',
         'result|4|A visible effect, with a number if possible'],
   $$A strong answer says who suffered from the problem and how often, why it was worth the time beside planned work, how colleagues were
involved, and what changed, for example minutes saved per build or fewer questions to support.$$,
   'The choice is judged as much as the work: whose problem, how often, and why now. A private favourite without a user is the usual weak '
   'version. A number, even an estimated one, makes the effect believable.',
   'MIT: The STAR method for behavioral interviews|https://capd.mit.edu/resources/the-star-method-for-behavioral-interviews/'),
  ('b5000000-0000-4000-8000-000000000018', 'behavioural', 'ownership', 'medium', 'open', 20, 300,
   $$Tell me about a time when you had to deliver with unclear or changing requirements. How did you find out what to build?$$,
   array['situation|4|What was unclear, and why',
         'clarification|8|Asked the right people, wrote assumptions down, showed something early',
         'adaptation|4|Worked in small steps and dealt with changes without losing the goal',
         'result|4|What was delivered and how it was received'],
   $$A strong answer shows questions about the goal rather than the feature, written assumptions with a date for confirming them, an early
sketch or slice shown to real users, small steps that are cheap to change, and a result that was used.$$,
   'Good answers show how uncertainty was reduced: questions about the goal, assumptions with a date, something small shown early. Waiting for '
   'complete requirements, or building everything and hoping, are the two weak versions. What users did with the result is the proof.',
   'GOV.UK Service Manual: How the discovery phase works|https://www.gov.uk/service-manual/agile-delivery/how-the-discovery-phase-works'),
  ('b5000000-0000-4000-8000-000000000019', 'behavioural', 'ownership', 'medium', 'open', 20, 300,
   $$Describe a time when you had more to do than time allowed. How did you decide what not to do, and whom did you tell?$$,
   array['overview|5|Knew what there was to do, with its value, effort and dates',
         'choice|7|A clear reason for what was done, postponed and dropped',
         'communication|5|Told those affected early, with consequences and alternatives',
         'result|3|Outcome and what was changed so that it does not recur'],
   $$A strong answer lists the work with its value and its dates, says by which rule it was ordered, names something real that was dropped or
postponed, shows that those affected heard of it early with a choice, and ends with the outcome.$$,
   'Deciding means that something real was not done, and that those concerned heard it early with a choice. Working longer is the usual weak '
   'answer: it hides the decision. The rule for the order (value, dates, effort) shows that it was no accident.',
   'Atlassian: Prioritization frameworks|https://www.atlassian.com/agile/product-management/prioritization-framework'),
  ('b5000000-0000-4000-8000-000000000020', 'behavioural', 'ownership', 'hard', 'open', 25, 420,
   $$Tell me about a production incident in which you had a leading part.
What was your role, which decisions did you take with incomplete information, and what changed because of it?$$,
   array['role|4|The candidate''s own role is clear, and so is the impact on users',
         'decisions|9|Explains decisions under uncertainty, with what was known then and which risks were weighed',
         'communication|5|Kept others informed and divided the work',
         'improvement|7|Lasting improvements with evidence that they worked'],
   $$A strong answer gives impact and timeline briefly, names the candidate's own decisions (roll back or fix forward, switch off a feature,
wake somebody) with what was known at that time, shows calm communication, and names lasting changes with proof,
for example that the same fault was later caught before users noticed.$$,
   'The decisions are the story: what was known at that minute, which risk was weighed, and who was told. A perfect technical analysis in '
   'hindsight says little about that. Lasting changes with a proof that they worked make it complete.',
   'Google SRE: Managing Incidents|https://sre.google/sre-book/managing-incidents/'),
  ('b5000000-0000-4000-8000-000000000021', 'behavioural', 'ownership', 'hard', 'open', 25, 420,
   $$Describe a project that failed or was stopped although you believed in it. What was your share in it, and when should it have been stopped?$$,
   array['honesty|7|A real failure, with an honest view of their own share',
         'analysis|8|Recognizes early signs, assumptions that were wrong, and the point where stopping was right',
         'conduct|5|Behaved responsibly at the end: saved what was useful, took care of the people and users concerned',
         'learning|5|Shows how later work was done differently'],
   $$A strong answer names the goal and why it failed, the candidate's own wrong assumption or silence, the first sign that was overlooked, and
the point at which stopping would have been right; how it was wound up; and a later project where the lesson was applied.$$,
   'Naming your own wrong assumption and the first sign you overlooked is what separates this from a complaint about others. "It should have '
   'been stopped when …" shows judgement. A later project done differently is the evidence of learning.',
   'Atlassian Team Playbook: Premortem|https://www.atlassian.com/team-playbook/plays/pre-mortem');

-- behavioural: leadership ---------------------------------------------------------------------------
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            options, correct_option, explanation, source) values
  ('b5000000-0000-4000-8000-000000000007', 'behavioural', 'leadership', 'easy', 'mcq', 5, 45,
   $$A colleague interrupted Ana twice in yesterday's planning meeting. Which feedback is most likely to help?$$,
   array['"Yesterday in planning you interrupted Ana twice; she stopped before we heard about the risk. How did you see it?"',
         '"You did a great job in planning. Perhaps interrupt a bit less. But all in all it was great!"',
         '"Could everybody please let the others finish in our meetings?"',
         '"You are not a good listener, and the others have noticed that too. Please work on it."'], 'a',
   'It names the situation, the behaviour and its effect, and then asks: nothing in it can be disputed as a judgement. "Not a good listener" '
   'judges the person and invites defence. An appeal to everybody is not heard by the one it is meant for, and praise around it hides the point.',
   'Center for Creative Leadership: SBI|https://www.ccl.org/articles/leading-effectively-articles/closing-the-gap-between-intent-vs-impact-sbii/'),
  ('b5000000-0000-4000-8000-000000000030', 'behavioural', 'leadership', 'hard', 'mcq', 15, 75,
   $$Before a release your team is asked how long a rewrite of the import will take. You have never touched that code. Which answer serves everybody best?$$,
   array['"Four weeks, and I will add a buffer of fifty percent silently, so that we are on the safe side."',
         '"Between four and ten weeks today; after two days of trying the riskiest part I can say it within two weeks."',
         '"That cannot be estimated before the code has been read in full."',
         '"Six weeks", because a single number is what planning needs'], 'b',
   'A range says how uncertain it is, and the two days say how to make it smaller and when. One number hides the uncertainty and becomes a '
   'promise. Refusing leaves the plan to others, and a hidden buffer makes all later estimates unbelievable.',
   'Construx: The Cone of Uncertainty|https://www.construx.com/books/the-cone-of-uncertainty/');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            keywords, needed, sample_solution, explanation, source) values
  ('b5000000-0000-4000-8000-000000000008', 'behavioural', 'leadership', 'medium', 'short_answer', 15, 180,
   $$You hand over an important task to a less experienced colleague.
What do you agree on at the start, and how do you support without taking over? Name at least four things.$$,
   array['goal|goals|outcome|outcomes|expectation|expectations|purpose|why it matters|result|success|definition of done|done means',
         'authority|autonomy|decide|decides|decisions|freedom|boundaries|constraints|limits|on their own',
         'check-in|check-ins|checkpoint|checkpoints|milestone|milestones|regular|regularly|weekly|reviews|catch-up',
         'questions|available|ask|coach|coaching|pair|pairing|mentor|reachable|hints',
         'credit|recognition|visible|feedback|thanks|mistakes|learn|learning|ownership|own way'], 4,
   $$Agree on the goal, why it matters and how success is recognized; on what they decide alone and where the boundaries are;
and on check-ins at agreed milestones. Be available for help, answer with questions rather than solutions, and pair when it
stalls. Accept another way than your own, let small mistakes be made, give feedback, and make the credit visible as theirs.$$,
   'A clear goal and clear limits make freedom possible; check-ins at agreed points replace looking over the shoulder. Answering with questions '
   'lets the other one find the way. Taking the task back when it stalls is the likely mistake: it teaches them to wait.',
   'GitLab Handbook: Coaching|https://handbook.gitlab.com/handbook/leadership/coaching/'),
  ('b5000000-0000-4000-8000-000000000009', 'behavioural', 'leadership', 'hard', 'short_answer', 20, 180,
   $$The business asks for features only, and the team sees growing technical debt.
How do you make the case for reducing it and get it into the plan? Name the arguments and practices you would use.$$,
   array['cost|costs|money|time lost|hours|slower|slow|slows|delay|delays|lead time|velocity|days',
         'risk|risks|incident|incidents|outage|outages|bugs|defects|security|failures',
         'data|measure|measured|metrics|numbers|evidence|examples|quantify',
         'prioritize|prioritise|priority|prioritized|smallest|most expensive|hotspots|ranked|worst|list|top three',
         'roadmap|backlog|percentage|capacity|budget|share|alongside|incremental|incrementally|small steps|each sprint|every sprint|percent'], 4,
   $$Speak in terms of the business: which debt makes which features slower, what it costs in lead time, and which incidents and risks come
from it, with data and concrete examples. Prioritize: name the few worst spots and what each would save. Work incrementally,
as part of features that touch them and with an agreed share of capacity, and show the effect afterwards in the same numbers.$$,
   'The business decides by cost and risk, so debt must be told in days, incidents and delayed features, with numbers. "The code is ugly" is '
   'true and convinces nobody. A fixed share of each sprint and the worst places first show results before patience ends.',
   'Martin Fowler: Technical Debt|https://martinfowler.com/bliki/TechnicalDebt.html');
insert into seed_questions (id, interview_type, domain, difficulty, kind, points, time_limit_seconds, prompt,
                            criteria, sample_solution, explanation, source) values
  ('b5000000-0000-4000-8000-000000000022', 'behavioural', 'leadership', 'easy', 'open', 15, 240,
   $$How have you helped a new colleague to become productive? Describe what you did in the first weeks.$$,
   array['plan|5|A deliberate start: environment, people, a first small task that reaches production',
         'support|6|Regular contact, safe questions, knowledge shared or written down',
         'result|4|How it went, and what was improved for the next person'],
   $$A strong answer describes a first task that reached production in the first days, fixed times for questions, introductions to the people
who matter, gaps in the documentation that were closed on the way, and how soon the colleague worked alone.$$,
   'A first small task that reaches production, fixed times for questions, and closed gaps in the documentation show a plan instead of goodwill. '
   '"My door was open" is the usual weak version, since new people do not knock. The next person''s easier start is the best result.',
   'GitLab Handbook: Onboarding buddies|https://handbook.gitlab.com/handbook/people-group/general-onboarding/onboarding-buddies/'),
  ('b5000000-0000-4000-8000-000000000023', 'behavioural', 'leadership', 'easy', 'open', 15, 240,
   $$Tell me about a meeting or a routine of your team that you made more useful. What was wrong with it, and what did you change?$$,
   array['problem|5|Names the purpose and what did not work, with a sign of it',
         'change|6|A concrete change, agreed with the team and tried out',
         'result|4|What became better, and how that was noticed'],
   $$A strong answer names the purpose of the meeting, what it cost and why it failed, the change that was tried for a limited time
(an agenda, fewer people, a written update instead), and how the team judged it afterwards.$$,
   'A routine can only be judged by its purpose, so the answer starts there. Dropping a meeting without saying what replaces its purpose is the '
   'weak version. A trial with an end date makes it easy for the team to agree, and to go back.',
   'Atlassian Team Playbook: Retrospective|https://www.atlassian.com/team-playbook/plays/retrospective'),
  ('b5000000-0000-4000-8000-000000000024', 'behavioural', 'leadership', 'medium', 'open', 20, 300,
   $$Describe a time when you gave somebody difficult feedback. How did you prepare, what did you say, and what happened afterwards?$$,
   array['preparation|5|Concrete observations, the right time and place, a clear intention',
         'conversation|8|Described behaviour and effect, listened, agreed on a next step',
         'followup|4|Came back to it and noticed progress',
         'reflection|3|What they would do differently'],
   $$A strong answer shows preparation with concrete observations, a private and early conversation about behaviour and its effect, real
interest in the other view, an agreed next step, a later follow-up, and an honest view of what could have been said better.$$,
   'Preparation with observations, an early private conversation and a real question show respect; the follow-up shows that it was meant. '
   'Softening the message until it vanishes is the usual failure. What you would say differently today is worth a sentence.',
   'Center for Creative Leadership: SBI|https://www.ccl.org/articles/leading-effectively-articles/closing-the-gap-between-intent-vs-impact-sbii/'),
  ('b5000000-0000-4000-8000-000000000025', 'behavioural', 'leadership', 'medium', 'open', 20, 300,
   $$Tell me about a time when you convinced others of a technical direction without having the authority to decide it.$$,
   array['situation|3|What was at stake, and who had to agree',
         'understanding|5|Learned the concerns of the others and took them up',
         'persuasion|8|Evidence, a prototype or a written proposal, and allies, instead of pressure',
         'result|4|Adoption and its effect, including what was given up'],
   $$A strong answer shows conversations one by one before the meeting, a short written proposal with alternatives and costs, a prototype or
numbers for the disputed point, changes made because of objections, and how the result held up after some months.$$,
   'Influence without authority is made before the meeting: concerns heard one by one, and a proposal that changed because of them. A brilliant '
   'presentation alone is the weak version. What you gave up for the agreement shows that you listened.',
   'Atlassian Team Playbook: DACI decision making|https://www.atlassian.com/team-playbook/plays/daci'),
  ('b5000000-0000-4000-8000-000000000026', 'behavioural', 'leadership', 'hard', 'open', 25, 420,
   $$Tell me about a time when you led a team through a change that many of them did not want.
How did you decide on the course, how did you deal with resistance, and what did it cost?$$,
   array['reason|5|Explains why the change was needed and what the alternatives were',
         'people|9|Took concerns seriously, involved people in how it was done, was honest about losses',
         'execution|6|Steps, support, visible progress, and corrections on the way',
         'result|5|Outcome and cost, honestly, with what they learned'],
   $$A strong answer explains the reason in terms the team could test, distinguishes what was open to discussion from what was not, shows
concerns that changed the plan, support such as time and training, early signs of progress, and the price,
for example somebody who left, with what the candidate would do differently.$$,
   'People accept a change they dislike if the reason can be tested and they can shape how it is done. Selling it harder is the weak version. '
   'Saying what it cost, also in people, is what makes the story believable.',
   'Harvard Business Review: Leading Change|https://hbr.org/1995/05/leading-change-why-transformation-efforts-fail-2'),
  ('b5000000-0000-4000-8000-000000000027', 'behavioural', 'leadership', 'hard', 'open', 25, 420,
   $$Describe a situation in which somebody on your team did not perform as needed over a longer time.
What did you do, step by step, and how did you treat the person and the rest of the team fairly?$$,
   array['facts|5|Clear expectations and concrete observations instead of impressions',
         'support|8|Looked for causes, offered help, agreed on goals with dates',
         'consequence|7|Followed up, decided in time, and stayed respectful and within the rules of the company',
         'team|5|Protected confidentiality and the workload and morale of the others'],
   $$A strong answer begins with expectations that were made clear and concrete gaps, an early private conversation about causes, support and
goals with dates, regular follow-up in writing, involvement of the manager or HR where needed, a decision in reasonable time in either
direction, and care for the others without talking about the person.$$,
   'Fairness has an order: clear expectations, facts, causes, help with dates, and then a decision in reasonable time. Waiting for months and '
   'then acting suddenly is the usual failure, and unfair to everybody. Care for the team without talking about the person is part of the task.',
   'GitLab Handbook: Underperformance|https://handbook.gitlab.com/handbook/leadership/underperformance/');

-- Convert the short form to questions and keys ------------------------------------------------------

insert into reprise.questions (id, organization_id, interview_type, domain, difficulty, kind,
                              prompt, options, points, time_limit_seconds)
select id, null, interview_type, domain, difficulty, kind, prompt,
       (select jsonb_agg(jsonb_build_object('id', chr(96 + choice.place::integer), 'text', choice.text) order by choice.place)
        from unnest(options) with ordinality as choice(text, place)),
       points, time_limit_seconds
from seed_questions
on conflict do nothing;

insert into reprise.question_keys (question_id, correct_option, keywords, keywords_needed, sample_solution, criteria, explanation, sources)
select id, correct_option,
       coalesce(
         (select jsonb_agg(jsonb_build_object('keyword', word[1], 'synonyms', to_jsonb(word[2:])) order by line.place)
          from unnest(keywords) with ordinality as line(text, place), string_to_array(line.text, '|') as word), '[]'),
       needed, sample_solution,
       coalesce(
         (select jsonb_agg(jsonb_build_object('id', part[1], 'text', part[3], 'points', part[2]::integer) order by line.place)
          from unnest(criteria) with ordinality as line(text, place), string_to_array(line.text, '|') as part), '[]'),
       explanation, jsonb_build_array(jsonb_build_object('title', split_part(source, '|', 1), 'url', split_part(source, '|', 2)))
from seed_questions
on conflict do nothing;

drop table seed_questions;
