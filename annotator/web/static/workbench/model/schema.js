// Look-ups in a schema. The names are the schema's own; only types and meanings are known here.
/** @import { Attribute, Key, Label, Role, SchemaJson } from "./types.js" */

/** @typedef {{labels: Map<string, Label>, roles: Map<string, Role>, sameEvent: Role[]}} Names */
/** @type {WeakMap<SchemaJson, Names>} */
const known = new WeakMap();

/** @param {SchemaJson} schema @returns {Names} */
function names(schema) {
  let found = known.get(schema);
  if (!found) {
    found = {
      labels: new Map(schema.labels.map((label) => [label.name, label])),
      roles: new Map(schema.roles.map((role) => [role.name, role])),
      sameEvent: schema.roles.filter((role) => role.meaning === "same_event"),
    };
    known.set(schema, found);
  }
  return found;
}

/** @param {SchemaJson} schema @param {string} name @returns {Label | null} */
export const labelNamed = (schema, name) => names(schema).labels.get(name) ?? null;

/** @param {SchemaJson} schema @param {string} name @returns {Role | null} */
export const roleNamed = (schema, name) => names(schema).roles.get(name) ?? null;

/** @param {Label} label @param {string} name @returns {Attribute | null} */
export const attributeOf = (label, name) => label.attributes.find((attribute) => attribute.name === name) ?? null;

/** What a link of this role says between its two ends; its name where the schema knows none.
 * @param {SchemaJson} schema @param {string} name */
export function phraseOf(schema, name) {
  const role = roleNamed(schema, name);
  return role?.phrase || role?.title.toLowerCase() || name;
}

/** Do spans of this label head events? @param {SchemaJson} schema @param {string} label */
export const isTrigger = (schema, label) => labelNamed(schema, label)?.trigger ?? false;

/** Does a link of this role say that two triggers tell of one event? @param {SchemaJson} schema @param {string} role */
export const saysSameEvent = (schema, role) => roleNamed(schema, role)?.meaning === "same_event";

/** The roles that tie a further trigger to an event. @param {SchemaJson} schema */
export const sameEventRoles = (schema) => names(schema).sameEvent;

/** Can spans of this label be taken in hand: do links begin at them? @param {SchemaJson} schema @param {string} label */
export const beginsLinks = (schema, label) =>
  schema.roles.some((role) => role.meaning !== "same_event" && role.from.includes(label));

/** Does the label have a number to be typed? @param {SchemaJson} schema @param {string} label */
export const isCounted = (schema, label) =>
  labelNamed(schema, label)?.attributes.some((each) => each.type === "count") ?? false;

/** @param {Role} role @param {string} from label @param {string} to label */
export const joins = (role, from, to) => role.from.includes(from) && role.to.includes(to);

/** The title of a label, or its name where the schema knows none (a retired label).
 * @param {SchemaJson} schema @param {string} name */
export const labelTitle = (schema, name) => labelNamed(schema, name)?.title ?? name;

/** "Actor", "Actor or Location", "Actor, Action or Location". @param {SchemaJson} schema @param {readonly string[]} labels */
export function eitherOf(schema, labels) {
  const titles = labels.map((name) => labelTitle(schema, name));
  return titles.length < 2 ? (titles[0] ?? "nothing") : `${titles.slice(0, -1).join(", ")} or ${titles.at(-1)}`;
}

/** The physical key of a letter, digit or "space" as schemas write it. @param {string} key */
function codeOf(key) {
  if (key === "space") return "Space";
  return /\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`;
}

/** The keys of labels and roles. Roles may share one: the label of the target decides between them.
 * @param {SchemaJson} schema @returns {Key[]} */
export function schemaKeys(schema) {
  const labels = schema.labels.flatMap(({ name, title, key }) => {
    if (!key) return [];
    const label = { command: "label", code: codeOf(key), group: "Labels" };
    return [
      { ...label, args: { label: name }, help: title },
      {
        ...label,
        args: { label: name, repeats: true },
        chord: "Shift",
        help: `${title}, here and on all its unlabelled repeats`,
        spare: true,
      },
      // One word may bear two labels: a government's seat is an actor here and a place there.
      {
        ...label,
        args: { label: name, also: true },
        chord: "Alt",
        help: `${title}, besides what is there`,
        spare: true,
      },
    ];
  });
  const keys = new Set(schema.roles.flatMap(({ key }) => key ?? []));
  const roles = [...keys].map((key) => {
    const sharing = schema.roles.filter((role) => role.key === key);
    const help = sharing.map((role) => `${role.title} (${eitherOf(schema, role.to)})`).join(", ");
    return {
      command: "link",
      args: { roles: sharing.map((role) => role.name) },
      code: codeOf(key),
      group: "Roles",
      help,
    };
  });
  return [...labels, ...roles];
}
