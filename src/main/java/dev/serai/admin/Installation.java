package dev.serai.admin;

/** Whoever runs this gateway. */
public interface Installation {
  /** Id of the organization that providers, policies and prices belong to. Asks the database. */
  String organization();
}
