package org.jamtart.gateway;

/** The gateway cannot listen where it is told to; the message says where and why. */
public final class GatewayStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GatewayStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
