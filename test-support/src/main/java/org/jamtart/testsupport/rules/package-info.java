/**
 * Rules about test code that ArchUnit checks: tests wait for conditions, are named like sentences, and are
 * all run.
 */
@NullMarked
package org.jamtart.testsupport.rules;

import org.jspecify.annotations.NullMarked;
