package dev.serai.tenants;

import io.swagger.v3.oas.annotations.media.Schema;

/** A program that keys are made for. */
@Schema(name = "ServiceAccount")
record ServiceAccount(String id, String name) {
  /** As it is to be called. */
  @Schema(name = "ServiceAccountName")
  record Named(String name) {}
}
