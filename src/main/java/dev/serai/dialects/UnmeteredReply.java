package dev.serai.dialects;

import dev.serai.call.Usage;

/** A reply that costs nothing, such as a count of tokens. Only its end and its errors matter. */
final class UnmeteredReply extends JsonReply {
  private static final Path TABLE =
      Path.root()
          .on("error", Slot.ERROR)
          .on("error.type", Slot.ERROR_TYPE)
          .on("error.code", Slot.ERROR_CODE)
          .on("error.status", Slot.ERROR_STATUS);

  UnmeteredReply() {
    super(TABLE, false, Slot.ERROR_TYPE);
  }

  @Override
  Usage buckets() {
    return Usage.NONE;
  }

  @Override
  public Usage usage() {
    return Usage.NONE;
  }
}
