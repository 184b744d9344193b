import { readFileSync } from "node:fs";

const terms = JSON.parse(readFileSync(new URL("terms.json", import.meta.url)));
export default Object.fromEntries(terms.map((term) => [term.id, term.names]));
