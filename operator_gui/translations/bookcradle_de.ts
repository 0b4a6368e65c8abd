<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en_US">
<context>
    <name>Filmstrip</name>
    <message>
        <source>No spread yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spread %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spreads of this book</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The spreads of the book appear here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>blank</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cover</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flagged amber</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flagged red</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>foldout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>incomplete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pages %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>spine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>version %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FindingWords</name>
    <message>
        <source>%1 too far left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 too far right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 too high</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 too low</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close to the edge %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut off %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No page in view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something is in the way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spine %1 off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turned by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at the bottom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at the top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on the left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on the right</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeyOverlay</name>
    <message>
        <source>All keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no key</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LivePane</name>
    <message>
        <source>Check that it is switched on, and its USB cable.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live view comes when the rig is at rest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live view rests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live view rests while the cameras work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No camera here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No picture yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This picture is %1 s old</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>both pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>right page</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Problems</name>
    <message>
        <source>Ask the administrator to add you to the group bookcradle, then log in again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is tried again by itself. If it stays away, start it: bookcradle daemon.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See that the daemon and this program are of the same version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The daemon could not be asked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The daemon did not answer in time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The daemon gave an answer that makes no sense.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The original is kept; run `bookcradle db check --verify`.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture could not be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The scanner&apos;s daemon does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This program does not understand the daemon&apos;s answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This user may not speak to the daemon.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StateBand</name>
    <message>
        <source>%1 of ~%2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to spread %1, then press.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Emergency stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FAULT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetching the photographs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on with Esc.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HOLD STILL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hands off the book.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the book: was the leaf after spread %1 turned?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at the photographs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NO BOOK</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NOT READY</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No book lies open here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OFFLINE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PAUSED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press not taken (%1×).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press the pedal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presses are not taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>READY</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>STOP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>STOPPED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spread %1 is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start one under Books.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TURN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TURN BACK</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TURNED?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cameras are about to fire.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The leaf is being turned.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The scanner&apos;s service does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trying again. The cradle may still move: keep hands clear.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turn the leaf.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WAIT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Y: it was turned. N: it was not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pages/h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>spread</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>%1: no photograph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a little soft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all photographs there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>blurred</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>both pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>burnt-out spots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>close to the edge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cut off at the edge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>darker than before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>evenly exposed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lighter than before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no page found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no paper to judge exposure by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no photograph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing burnt out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>perhaps not turned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>right page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sharp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same pages again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too empty to tell whether it was turned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too little print to judge sharpness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>turned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>whole page in view</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Emergency stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show: {screen}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bookcradle</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
