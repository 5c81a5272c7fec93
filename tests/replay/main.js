// Plans from the command line: {task, gold, options} as JSON on stdin, the steps as JSON on stdout.
import { plan } from "./plan.js";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { task, gold, options } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
process.stdout.write(JSON.stringify(plan(task, gold, options)));
