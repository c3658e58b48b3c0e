package dev.serai.tenants;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** A program that keys are made for. */
@Schema(name = "ServiceAccount")
record ServiceAccount(String id, String name) {
  /**
   * @param next cursor of the page that follows, empty when this is the last one
   */
  @Schema(name = "ServiceAccountPage")
  record Page(List<ServiceAccount> serviceAccounts, String next) {}

  /** As it is to be called. */
  @Schema(name = "ServiceAccountName")
  record Named(String name) {}
}
