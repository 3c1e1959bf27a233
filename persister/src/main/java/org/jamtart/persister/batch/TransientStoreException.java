package org.jamtart.persister.batch;

/** The records could not be stored now, through no fault of theirs; nothing of them was skipped. */
public final class TransientStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TransientStoreException(Throwable cause) {
    super(cause.toString(), cause);
  }
}
