/**
 * A schema as the server sends it, as types. Nothing here runs.
 *
 * @import { Json } from "./types.js"
 *
 * @typedef {{value: string, title: string, key?: string | null}} AttributeValue
 *
 * @typedef {object} Attribute
 * @property {string} name
 * @property {string} title
 * @property {string} type choice | choices | text | number | count | date | place | actor
 * @property {AttributeValue[]} [values]
 * @property {Json} [default] shown grey, never stored by itself
 * @property {boolean} [required] soft: listed at submit
 * @property {string} [description]
 * @property {any} [read] which reader fills it
 *
 * @typedef {object} Mark
 * @property {string} letter
 * @property {string} pattern
 * @property {[string, string]} light fill, line
 * @property {[string, string]} dark fill, line
 *
 * @typedef {object} Label
 * @property {string} name
 * @property {string} title
 * @property {string | null} [key] a letter
 * @property {string} [description]
 * @property {boolean} trigger its spans head events
 * @property {Mark} [mark]
 * @property {Attribute[]} attributes
 *
 * @typedef {"filler" | "same_event" | "same_value" | "part_of" | "relation"} Meaning
 *
 * @typedef {object} Role
 * @property {string} name
 * @property {string} title
 * @property {string} [phrase]
 * @property {string[]} from names of labels
 * @property {string[]} to names of labels
 * @property {Meaning | string} meaning
 * @property {number} [min] soft
 * @property {number} [max] links of this role from one span; 0: any number
 * @property {string | null} [key] a letter, or "space"
 * @property {string} [description]
 *
 * @typedef {object} SchemaJson
 * @property {string} name
 * @property {number} version
 * @property {string} [title]
 * @property {any} [guideline]
 * @property {Label[]} labels
 * @property {Role[]} roles
 * @property {Attribute[]} attributes of the document
 */
export {};
