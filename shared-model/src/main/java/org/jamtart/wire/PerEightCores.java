package org.jamtart.wire;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One bit for each core of the network, without a length prefix, the least significant bit first (Gray
 * Paper, bit sequences). Bits beyond the last core mean nothing and may be set.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface PerEightCores {}
