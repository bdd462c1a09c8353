// Where JumpCloud's descriptions and its live answers are known to differ; the spec check allows exactly these.

/** Null in live answers though described as plain objects (JumpCloud API, sample bodies of groups and members). */
export const nullable = new Set(['attributes', 'compiledAttributes', 'memberQuery'])

/**
 * Ids are described as `format: byte` (base64) where the backend speaks gRPC; real ones are 24 hex digits. The
 * format and the pattern beside it are not checked. The widths of integers are not JSON's business.
 */
export const uncheckedFormats = new Set(['byte', 'int32', 'int64', 'float', 'double', 'password'])

/**
 * Fields that live answers carry and the descriptions do not: v1 objects have their id under both names, and the
 * description of the user search lists fewer fields than that of the user. Nothing may depend on them.
 */
export const undescribed = (call: string): readonly string[] => {
  if (call === 'POST /api/search/systemusers') return ['id', 'delegatedAuthority']
  return call.includes(' /api/v2/') ? [] : ['id']
}

/** Calls that answer in text (an empty one too) though JSON may be described: the actions of v1. */
export const answersInText = /^POST \/api\/systemusers\/\{\}\//
