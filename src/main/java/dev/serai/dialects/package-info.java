/**
 * Wire formats. Reads what a request asks ({@link dev.serai.dialects.Requests}) and what a reply
 * says ({@link dev.serai.dialects.ReplyReader}) from the raw bytes, and writes our errors in each
 * client's own shape ({@link dev.serai.dialects.Errors}). Never parses a body to a tree to write it
 * again.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = "call")
@org.jspecify.annotations.NullMarked
package dev.serai.dialects;
