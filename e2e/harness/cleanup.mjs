/** What is to be undone when a test ends, by test. */
const stacks = new WeakMap();

/**
 * Undoes something when the test ends, last things first: a page closes before the server it talks to, and the server
 * stops before its data go. All of it runs, and the first failure fails the test.
 */
export function cleanup(t, undo) {
  if (!stacks.has(t)) {
    stacks.set(t, []);
    t.after(() => unwind(stacks.get(t)));
  }
  stacks.get(t).push(undo);
}

async function unwind(stack) {
  const errors = [];
  while (stack.length > 0) {
    await Promise.resolve()
      .then(stack.pop())
      .catch((error) => errors.push(error));
  }
  if (errors.length > 0) throw errors[0];
}
