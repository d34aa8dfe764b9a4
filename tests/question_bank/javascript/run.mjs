// Runs programs of standard input: [[name, source]], where source is JavaScript or TypeScript by the name's ending.
// Prints the faults as [[name, text]]. TypeScript is checked under strict, with its expected errors, and then run.
import assert from "node:assert/strict";
import ts from "typescript";

const OPTIONS = { strict: true, noEmit: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, types: [] };
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
const HEAD = "declare const assert: { deepEqual(a: unknown, b: unknown): void };\nexport {};\n";

function typeErrors(source) {
  const host = ts.createCompilerHost(OPTIONS);
  const readFile = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...more) =>
    name === "program.ts" ? ts.createSourceFile(name, HEAD + source, OPTIONS.target) : readFile(name, ...more);
  const program = ts.createProgram(["program.ts"], OPTIONS, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}

let input = "";
for await (const chunk of process.stdin) input += chunk;
const globals = { setTimeout, clearTimeout, fetch };
const faults = [];
for (const [name, source] of JSON.parse(input)) {
  Object.assign(globalThis, globals);
  try {
    const typed = name.endsWith(".ts");
    if (typed) assert.deepEqual(typeErrors(source), []);
    const code = typed ? ts.transpileModule(source, { compilerOptions: OPTIONS }).outputText : source;
    await new AsyncFunction("assert", code)(assert);
  } catch (error) {
    faults.push([name, String(error.stack)]);
  }
}
console.log(JSON.stringify(faults));
